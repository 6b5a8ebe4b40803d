-- A direct link opens one thing for one contact. Only a hash of its token is kept.
create table direct_links (
	workspace_id text not null references workspaces,
	id text not null,
	contact_id text not null,
	target_type text not null,
	target_id text not null,
	token_hash text not null,
	created_by_type text not null,
	created_by_id text,
	created_at timestamptz not null,
	expires_at timestamptz not null,
	revoked_at timestamptz,
	last_opened_at timestamptz,
	times_opened integer not null default 0,
	primary key (workspace_id, id),
	foreign key (workspace_id, contact_id) references contacts on delete cascade
);
create unique index direct_links_token on direct_links (workspace_id, token_hash);
create index direct_links_contact on direct_links (workspace_id, contact_id, id);
create index direct_links_age on direct_links (workspace_id, expires_at);
select infra.isolate('direct_links');

-- A member looks at the portal as a contact sees it. It lasts no longer than the member's own session.
create table previews (
	workspace_id text not null references workspaces,
	id text not null,
	token_hash text not null,
	member_id text not null,
	session_id text,
	contact_id text not null,
	created_at timestamptz not null,
	expires_at timestamptz not null,
	ended_at timestamptz,
	primary key (workspace_id, id),
	foreign key (workspace_id, member_id) references members on delete cascade,
	foreign key (workspace_id, session_id) references sessions on delete set null (session_id),
	foreign key (workspace_id, contact_id) references contacts on delete cascade
);
create unique index previews_token on previews (workspace_id, token_hash);
create index previews_session on previews (workspace_id, session_id);
create index previews_member on previews (workspace_id, member_id);
create index previews_contact on previews (workspace_id, contact_id);
create index previews_age on previews (workspace_id, expires_at);
select infra.isolate('previews');
