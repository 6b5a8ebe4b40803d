-- The company's processes. A version is one document: its stages with their steps, in order. Once published it never
-- changes; projects stand on the version that they were begun with until somebody moves them over.
create table flows (
	workspace_id text not null references workspaces,
	id text not null,
	external_id text,
	name text not null,
	project_type text not null,
	-- The version that new projects begin on; null until the first is published.
	published_version integer,
	-- Clients are told when a step takes longer than usual.
	tells_when_late boolean not null default true,
	created_at timestamptz not null,
	updated_at timestamptz not null,
	archived_at timestamptz,
	primary key (workspace_id, id)
);
create unique index flows_external on flows (workspace_id, external_id) where external_id is not null;
create index flows_created on flows (workspace_id, created_at, id);
select infra.isolate('flows');

create table flow_versions (
	workspace_id text not null,
	flow_id text not null,
	version integer not null,
	stages jsonb not null,
	created_at timestamptz not null,
	updated_at timestamptz not null,
	published_at timestamptz,
	primary key (workspace_id, flow_id, version),
	foreign key (workspace_id, flow_id) references flows on delete cascade
);
-- One draft at a time.
create unique index flow_versions_draft on flow_versions (workspace_id, flow_id) where published_at is null;
select infra.isolate('flow_versions');
