create table documents (
	workspace_id text not null references workspaces,
	id text not null,
	external_id text,
	account_id text not null,
	site_id text,
	title text not null,
	folder text not null,
	shared_with_portal boolean not null default false,
	content_type text not null,
	size bigint not null,
	sha256 text not null,
	storage_key text not null,
	thumbnail_key text,
	-- True for a file that only hangs on a message: it is seen there, not in the folders.
	attachment boolean not null default false,
	-- An attachment is seen by those who see its conversation.
	conversation_id text,
	author_type text not null,
	author_id text,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	removed_at timestamptz,
	primary key (workspace_id, id),
	foreign key (workspace_id, account_id) references accounts,
	foreign key (workspace_id, site_id) references sites
);
create unique index documents_external on documents (workspace_id, external_id) where external_id is not null;
create index documents_account on documents (workspace_id, account_id, folder, id);
create index documents_site on documents (workspace_id, site_id, folder, id) where site_id is not null;
create index documents_created on documents (workspace_id, id) where removed_at is null;
select infra.isolate('documents');

-- When a contact first and last opened a document.
create table document_views (
	workspace_id text not null,
	document_id text not null,
	contact_id text not null,
	first_at timestamptz not null,
	last_at timestamptz not null,
	times integer not null default 1,
	primary key (workspace_id, document_id, contact_id),
	foreign key (workspace_id, document_id) references documents on delete cascade,
	foreign key (workspace_id, contact_id) references contacts on delete cascade
);
select infra.isolate('document_views');
