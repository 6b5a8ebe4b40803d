-- When the file that was brought, and what was kept of its rows, was removed again.
alter table imports add column file_removed_at timestamptz;
create index imports_file_kept on imports (workspace_id, updated_at) where file_removed_at is null;
create index documents_removed_at on documents (workspace_id, removed_at) where removed_at is not null;
