create table conversations (
	workspace_id text not null,
	id text not null,
	account_id text not null,
	-- The person with whom the company writes.
	contact_id text not null,
	subject text not null default '',
	assigned_to text,
	status text not null default 'open' check (status in ('open', 'done')),
	-- The newest of all, notes included: the next id is made above it, under the lock of this row.
	last_id text,
	-- The newest that both sides see, and who wrote it: the inbox shows what waits for an answer.
	last_message_id text,
	last_message_at timestamptz,
	last_author_type text,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	primary key (workspace_id, id),
	foreign key (workspace_id, account_id) references accounts,
	foreign key (workspace_id, contact_id) references contacts,
	foreign key (workspace_id, assigned_to) references members
);
create unique index conversations_pair on conversations (workspace_id, account_id, contact_id);
create index conversations_contact on conversations (workspace_id, contact_id, id);
create index conversations_newest on conversations (workspace_id, last_message_id) where last_message_id is not null;
create index conversations_done on conversations (workspace_id, last_message_id) where status = 'done';
create index conversations_waiting on conversations (workspace_id, last_message_id)
	where status = 'open' and last_author_type = 'contact';
create index conversations_assigned on conversations (workspace_id, assigned_to, last_message_id) where assigned_to is not null;
select infra.isolate('conversations');

create table messages (
	workspace_id text not null,
	id text not null,
	conversation_id text not null,
	author_type text not null check (author_type in ('member', 'contact', 'key', 'system')),
	author_id text,
	body text not null default '',
	internal boolean not null default false,
	-- Made by the writer's page, so that a message sent again after a cut line is not there twice.
	client_key text,
	-- When the other side first saw it, and who.
	read_at timestamptz,
	read_by text,
	created_at timestamptz not null,
	primary key (workspace_id, id),
	foreign key (workspace_id, conversation_id) references conversations
);
create index messages_conversation on messages (workspace_id, conversation_id, id);
create index messages_unread on messages (workspace_id, conversation_id, id) where read_at is null and not internal;
create index messages_read on messages (workspace_id, conversation_id, id) where read_at is not null;
create unique index messages_client_key on messages (workspace_id, conversation_id, author_type, author_id, client_key)
	nulls not distinct where client_key is not null;
select infra.isolate('messages');

create table message_attachments (
	workspace_id text not null,
	message_id text not null,
	document_id text not null,
	position integer not null default 0,
	primary key (workspace_id, message_id, document_id),
	foreign key (workspace_id, message_id) references messages on delete cascade,
	foreign key (workspace_id, document_id) references documents
);
select infra.isolate('message_attachments');

-- Every word of a conversation once, folded: the inbox finds by their beginnings (trigram operators
-- are not leakproof, so that no index could serve them below row-level security).
create table conversation_words (
	workspace_id text not null,
	conversation_id text not null,
	word text not null,
	primary key (workspace_id, conversation_id, word),
	foreign key (workspace_id, conversation_id) references conversations on delete cascade
);
create index conversation_words_word on conversation_words (workspace_id, word text_pattern_ops, conversation_id);
select infra.isolate('conversation_words');

-- How far each member has read, for what is new to that member.
create table conversation_reads (
	workspace_id text not null,
	conversation_id text not null,
	reader_type text not null check (reader_type in ('member', 'contact')),
	reader_id text not null,
	last_read_id text not null,
	read_at timestamptz not null,
	primary key (workspace_id, conversation_id, reader_type, reader_id),
	foreign key (workspace_id, conversation_id) references conversations on delete cascade
);
select infra.isolate('conversation_reads');
