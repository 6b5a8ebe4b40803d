-- The roof of a project as it was drawn: one drawing each, made of planes.
create table roof_drawings (
	workspace_id text not null references workspaces,
	project_id text not null,
	state text not null check (state in ('draft', 'handedIn', 'returned')),
	-- Counts what was saved: who saves says what it drew on, so that of two nobody loses anything.
	revision integer not null,
	-- [{ name, corners: [[lng, lat]], eave, tilt }]
	planes jsonb not null,
	-- Where the map begins while nothing is drawn.
	lat double precision check (lat between -90 and 90),
	lng double precision check (lng between -180 and 180),
	-- Why it was sent back last.
	reason text not null default '',
	saved_by_type text not null,
	saved_by_id text,
	saved_at timestamptz not null,
	handed_in_by_type text,
	handed_in_by_id text,
	handed_in_at timestamptz,
	returned_by_type text,
	returned_by_id text,
	returned_at timestamptz,
	created_at timestamptz not null,
	primary key (workspace_id, project_id),
	foreign key (workspace_id, project_id) references projects
);
select infra.isolate('roof_drawings');
