create table members (
	workspace_id text not null references workspaces,
	id text not null,
	external_id text,
	email text not null,
	name text not null default '',
	phone text,
	role text not null check (role in ('owner', 'admin', 'office', 'technician')),
	status text not null default 'invited' check (status in ('invited', 'active', 'deactivated')),
	language text not null default 'en',
	password_hash text,
	-- TOTP secret, encrypted with APP_SECRET; switched on once a code was confirmed.
	totp_secret text,
	totp_enabled_at timestamptz,
	-- The last time step that was accepted, so that a code works once.
	totp_last_step bigint,
	last_seen_at timestamptz,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	primary key (workspace_id, id)
);
create unique index members_email on members (workspace_id, email);
create unique index members_external on members (workspace_id, external_id) where external_id is not null;
select infra.isolate('members');

create table sessions (
	workspace_id text not null references workspaces,
	id text not null,
	token_hash text not null,
	actor_type text not null check (actor_type in ('member', 'contact')),
	member_id text,
	contact_id text,
	method text not null,
	user_agent text not null default '',
	ip text not null default '',
	created_at timestamptz not null default now(),
	last_seen_at timestamptz not null default now(),
	expires_at timestamptz not null,
	primary key (workspace_id, id),
	foreign key (workspace_id, member_id) references members on delete cascade,
	foreign key (workspace_id, contact_id) references contacts on delete cascade
);
create unique index sessions_token on sessions (workspace_id, token_hash);
create index sessions_contact on sessions (workspace_id, contact_id) where contact_id is not null;
create index sessions_member on sessions (workspace_id, member_id) where member_id is not null;
select infra.isolate('sessions');

-- A way in that was sent: a 6-digit code, or a link (sign-in, invitation, a member's). Only hashes are kept.
create table challenges (
	workspace_id text not null references workspaces,
	id text not null,
	kind text not null check (kind in ('code', 'link', 'invitation', 'memberLink')),
	contact_id text,
	member_id text,
	-- Keyed hash of the address or number that was typed, so that an unknown one leaves the same trace.
	identifier_hash text,
	secret_hash text not null,
	channel text,
	attempts integer not null default 0,
	created_at timestamptz not null,
	expires_at timestamptz not null,
	opened_at timestamptz,
	spent_at timestamptz,
	primary key (workspace_id, id),
	foreign key (workspace_id, contact_id) references contacts on delete cascade,
	foreign key (workspace_id, member_id) references members on delete cascade
);
create index challenges_identifier on challenges (workspace_id, identifier_hash, created_at) where identifier_hash is not null;
create index challenges_secret on challenges (workspace_id, secret_hash);
create index challenges_contact on challenges (workspace_id, contact_id, created_at) where contact_id is not null;
select infra.isolate('challenges');

create table api_keys (
	workspace_id text not null references workspaces,
	id text not null,
	name text not null,
	-- The first characters, to tell keys apart in the list.
	hint text not null,
	token_hash text not null,
	grants text[] not null,
	created_by text,
	created_at timestamptz not null default now(),
	last_used_at timestamptz,
	revoked_at timestamptz,
	primary key (workspace_id, id)
);
create unique index api_keys_token on api_keys (workspace_id, token_hash);
select infra.isolate('api_keys');

create table idempotency_keys (
	workspace_id text not null,
	api_key_id text not null,
	key text not null,
	request_hash text not null,
	status integer,
	response text,
	location text,
	created_at timestamptz not null default now(),
	primary key (workspace_id, api_key_id, key),
	foreign key (workspace_id, api_key_id) references api_keys on delete cascade
);
create index idempotency_keys_age on idempotency_keys (workspace_id, created_at);
select infra.isolate('idempotency_keys');
