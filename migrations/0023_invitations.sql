-- An invitation of many at once, and what becomes of each of them. Whom it is about is settled when it is asked for;
-- each is then invited in the transaction that writes down so, and so never twice.
create table invitation_runs (
	workspace_id text not null references workspaces,
	id text not null,
	channels text[] not null,
	-- Who asked for it.
	actor_type text not null,
	actor_id text,
	created_at timestamptz not null,
	-- Null while an import still adds to it.
	started_at timestamptz,
	finished_at timestamptz,
	primary key (workspace_id, id)
);
create index invitation_runs_open on invitation_runs (workspace_id, id) where finished_at is null;
select infra.isolate('invitation_runs');

create table invitation_run_contacts (
	workspace_id text not null references workspaces,
	run_id text not null,
	contact_id text not null,
	-- Null while it waits; `sent`, or why not.
	outcome text check (outcome in ('sent', 'noAddress', 'enrolled', 'suspended', 'archived', 'notFound')),
	primary key (workspace_id, run_id, contact_id),
	foreign key (workspace_id, run_id) references invitation_runs on delete cascade,
	foreign key (workspace_id, contact_id) references contacts on delete cascade
);
create index invitation_run_contacts_waiting on invitation_run_contacts (workspace_id, run_id, contact_id) where outcome is null;
create index invitation_run_contacts_contact on invitation_run_contacts (workspace_id, contact_id);
select infra.isolate('invitation_run_contacts');

-- The contacts that an import creates are invited by this run once it is through.
alter table imports add column invitation_run_id text;
