-- Which content counts, from 1, and since when (null: since the document is there).
alter table documents add column version integer not null default 1, add column content_at timestamptz;

-- Contents that counted before, each under the number that it had.
create table document_versions (
	workspace_id text not null,
	document_id text not null,
	version integer not null,
	filename text not null,
	content_type text not null,
	size bigint not null,
	sha256 text not null,
	storage_key text not null,
	author_type text not null,
	author_id text,
	created_at timestamptz not null,
	primary key (workspace_id, document_id, version),
	foreign key (workspace_id, document_id) references documents on delete cascade
);
create index document_versions_content on document_versions (workspace_id, storage_key);
select infra.isolate('document_versions');

-- What the list of removed documents is read from.
create index documents_removed on documents (workspace_id, id) where removed_at is not null and not attachment;
