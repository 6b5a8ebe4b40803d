-- What is written below a picture, and the picture at the size of a screen (the small one of lists is thumbnail_key)
-- with its measures, so that pages keep its place free.
alter table documents add column caption text not null default '';
alter table documents add column display_key text, add column width integer, add column height integer;
create index documents_display on documents (workspace_id, display_key) where display_key is not null;

-- The gallery of a client, of an account and of a project: pictures alone.
create index documents_photos on documents (workspace_id, account_id, id)
	where folder = 'photos' and not attachment and removed_at is null;

-- Two pictures of one thing, before the work and after it. A picture is in one pair at most.
create table picture_pairs (
	workspace_id text not null references workspaces,
	id text not null,
	before_id text not null,
	after_id text not null,
	created_by_type text not null,
	created_by_id text,
	created_at timestamptz not null,
	primary key (workspace_id, id),
	foreign key (workspace_id, before_id) references documents on delete cascade,
	foreign key (workspace_id, after_id) references documents on delete cascade,
	check (before_id <> after_id)
);
create unique index picture_pairs_before on picture_pairs (workspace_id, before_id);
create unique index picture_pairs_after on picture_pairs (workspace_id, after_id);
select infra.isolate('picture_pairs');
