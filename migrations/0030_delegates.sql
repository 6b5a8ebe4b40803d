-- Whom a contact lets in to what it sees itself, as it wrote them down. What becomes of it the contact is not told: a new
-- person is made of it, or, where the company knows the address already, nothing at all.
create table delegations (
	workspace_id text not null references workspaces,
	id text not null,
	inviter_id text not null,
	-- The person made of it, or the one who had the address before; null while nobody has looked.
	contact_id text,
	outcome text not null default 'waiting' check (outcome in ('waiting', 'created', 'known')),
	first_name text not null default '',
	last_name text not null default '',
	email text,
	phone text,
	-- The e-mail, else the phone: one of an inviter's people has it once.
	address text not null,
	areas text[] not null,
	-- As [{ "accountId": "acc_…", "siteId": null }].
	places jsonb not null,
	created_at timestamptz not null,
	updated_at timestamptz not null,
	removed_at timestamptz,
	primary key (workspace_id, id),
	foreign key (workspace_id, inviter_id) references contacts on delete cascade,
	foreign key (workspace_id, contact_id) references contacts on delete cascade
);
create unique index delegations_address on delegations (workspace_id, inviter_id, address) where removed_at is null;
create index delegations_inviter on delegations (workspace_id, inviter_id, id);
create index delegations_contact on delegations (workspace_id, contact_id) where contact_id is not null;
select infra.isolate('delegations');
