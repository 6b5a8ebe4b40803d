-- What one of the staff or a program did, in the order of time.
create index events_actor on events (workspace_id, actor_id, id) where actor_id is not null;

alter table contacts
	-- By kind of notice the channels that the person switched, as { "newMessage": { "email": false } }; what is not named is as the product has it.
	add column notice_choices jsonb not null default '{}',
	-- May let others in to what it sees itself.
	add column may_invite boolean not null default false,
	-- Let in by this contact, and sees nothing that this one does not see.
	add column delegate_of text,
	add column erased_at timestamptz,
	add foreign key (workspace_id, delegate_of) references contacts;
create index contacts_delegates on contacts (workspace_id, delegate_of) where delegate_of is not null;

-- All that is kept of a person, gathered into one file for it.
create table data_exports (
	workspace_id text not null references workspaces,
	id text not null,
	contact_id text not null,
	status text not null check (status in ('queued', 'ready', 'failed', 'expired')),
	requested_by_type text not null,
	requested_by_id text,
	file_key text,
	file_size bigint,
	created_at timestamptz not null,
	finished_at timestamptz,
	expires_at timestamptz,
	primary key (workspace_id, id),
	foreign key (workspace_id, contact_id) references contacts on delete cascade
);
create index data_exports_contact on data_exports (workspace_id, contact_id, id);
-- One at a time.
create unique index data_exports_queued on data_exports (workspace_id, contact_id) where status = 'queued';
create index data_exports_expiry on data_exports (workspace_id, expires_at) where status = 'ready';
select infra.isolate('data_exports');

-- Wishes of people to be forgotten, and what came of them.
create table erasures (
	workspace_id text not null references workspaces,
	id text not null,
	contact_id text not null,
	status text not null check (status in ('asked', 'done', 'declined')),
	asked_by_type text not null,
	asked_by_id text,
	-- How many of each were removed, pseudonymised and kept.
	report jsonb,
	created_at timestamptz not null,
	finished_at timestamptz,
	primary key (workspace_id, id),
	foreign key (workspace_id, contact_id) references contacts on delete cascade
);
create index erasures_contact on erasures (workspace_id, contact_id, id);
create unique index erasures_asked on erasures (workspace_id, contact_id) where status = 'asked';
select infra.isolate('erasures');
