-- Files on their way in parts: what is cut goes on where it stopped.
create table uploads (
	workspace_id text not null references workspaces,
	id text not null,
	-- Who sends it; nobody else may go on with it.
	owner_type text not null,
	owner_id text not null,
	size bigint not null,
	received bigint not null default 0,
	-- As it was sent: the file's name and the fields of the form.
	metadata jsonb not null default '{}',
	-- Where the parts lie, in their order.
	parts text[] not null default '{}',
	-- What became of it, once all of it was there.
	answer jsonb,
	created_at timestamptz not null,
	primary key (workspace_id, id)
);
create index uploads_created on uploads (workspace_id, created_at);
select infra.isolate('uploads');
