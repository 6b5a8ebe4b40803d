-- One appointment at a client's place. The work that it belongs to may be named later; until then a project is enough.
create table visits (
	workspace_id text not null references workspaces,
	id text not null,
	external_id text,
	work_order_id text,
	project_id text,
	account_id text not null,
	site_id text,
	title text not null,
	status text not null check (status in ('scheduled', 'onTheWay', 'arrived', 'completed', 'cancelled')),
	-- Between these two whoever comes arrives.
	starts_at timestamptz not null,
	ends_at timestamptz not null,
	-- Who comes, in order: memberId of staff, name and phone as the client is told them.
	technicians jsonb not null default '[]',
	-- What the client should know beforehand.
	note text not null default '',
	-- Why it was cancelled, as the client is told.
	reason text,
	-- Counts changes: whoever changes it says how many it has seen; calendars take it as the number of the appointment's version.
	changes integer not null default 0,
	-- When the client was last told of its time, and reminded of it.
	told_at timestamptz,
	reminded_at timestamptz,
	decided_by_type text,
	decided_by_id text,
	decided_at timestamptz,
	created_at timestamptz not null,
	updated_at timestamptz not null,
	primary key (workspace_id, id),
	foreign key (workspace_id, project_id) references projects,
	foreign key (workspace_id, account_id) references accounts,
	foreign key (workspace_id, site_id) references sites
);
create unique index visits_external on visits (workspace_id, external_id) where external_id is not null;
create index visits_account on visits (workspace_id, account_id, starts_at, id);
create index visits_site on visits (workspace_id, site_id, starts_at, id) where site_id is not null;
create index visits_project on visits (workspace_id, project_id, starts_at, id) where project_id is not null;
create index visits_time on visits (workspace_id, starts_at, id);
create index visits_technicians on visits using gin (technicians jsonb_path_ops);
-- Whom the job has to remind.
create index visits_remind on visits (workspace_id, starts_at, id) where status = 'scheduled' and reminded_at is null;
select infra.isolate('visits');
