-- The name of the uploaded file; its ending is that of every download.
alter table documents add column filename text not null default '';

-- What a client's folders are read from, newest first.
create index documents_shared on documents (workspace_id, account_id, id)
	where shared_with_portal and not attachment and removed_at is null;
create index documents_shared_site on documents (workspace_id, site_id, id)
	where shared_with_portal and not attachment and removed_at is null and site_id is not null;
-- What the office's list over all accounts is read from.
create index documents_filed on documents (workspace_id, id) where not attachment and removed_at is null;
create index documents_folder on documents (workspace_id, folder, id) where not attachment and removed_at is null;
create index documents_attached on documents (workspace_id, conversation_id) where attachment;
-- By these the daily sweep tells files that a document names from those that none does.
create index documents_content on documents (workspace_id, storage_key);
create index documents_thumbnail on documents (workspace_id, thumbnail_key) where thumbnail_key is not null;

-- The folded words of a title. Row-level security keeps a text index from being used (its operators may
-- leak what they compare); comparing words by their beginning is safe, and so goes by this table's index.
create table document_words (
	workspace_id text not null,
	document_id text not null,
	word text collate "C" not null,
	primary key (workspace_id, document_id, word),
	foreign key (workspace_id, document_id) references documents on delete cascade
);
create index document_words_word on document_words (workspace_id, word, document_id);
select infra.isolate('document_words');
