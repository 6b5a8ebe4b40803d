-- Isolation: every table of a workspace carries workspace_id first in its keys and lets a
-- transaction see only the workspace that it named (set local app.workspace_id).
create function infra.isolate(target regclass) returns void language plpgsql as $$
begin
	execute format('alter table %s enable row level security', target);
	execute format('alter table %s force row level security', target);
	execute format(
		'create policy workspace on %s using (workspace_id = current_setting(''app.workspace_id'', true)) '
		'with check (workspace_id = current_setting(''app.workspace_id'', true))', target);
end $$;

create table infra.rate_limits (
	key varchar(255) primary key,
	points integer not null default 0,
	expire bigint
);
create index rate_limits_expire on infra.rate_limits (expire);

create extension if not exists pg_trgm;

-- The directory. It alone can be read before a workspace is known (app.workspace_id = '*').
create table workspaces (
	workspace_id text primary key,
	slug text not null unique,
	name text not null,
	time_zone text not null default 'America/Denver',
	currency text not null default 'USD',
	language text not null default 'en',
	country text not null default 'US',
	brand_color text not null default '#d2521a',
	logo_light_key text,
	logo_dark_key text,
	icon_key text,
	phone text,
	support_email text,
	welcome_text text,
	settings jsonb not null default '{}',
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now()
);
alter table workspaces enable row level security;
alter table workspaces force row level security;
create policy workspace on workspaces
	using (workspace_id = current_setting('app.workspace_id', true) or current_setting('app.workspace_id', true) = '*')
	with check (workspace_id = current_setting('app.workspace_id', true));

create table events (
	workspace_id text not null references workspaces,
	id text not null,
	at timestamptz not null,
	type text not null,
	actor_type text not null,
	actor_id text,
	subject_type text not null,
	subject_id text not null,
	account_id text,
	contact_id text,
	data jsonb not null default '{}',
	primary key (workspace_id, id)
);
create index events_account on events (workspace_id, account_id, id) where account_id is not null;
create index events_contact on events (workspace_id, contact_id, id) where contact_id is not null;
create index events_subject on events (workspace_id, subject_id, id);
create index events_type on events (workspace_id, type, id);
select infra.isolate('events');
