alter table challenges drop constraint challenges_kind_check;
alter table challenges add constraint challenges_kind_check check (kind in
	('code', 'link', 'invitation', 'memberLink', 'addressCheck', 'resetAsk', 'reset', 'passkey'));
-- A passkey's challenge lives sealed in a cookie; its row is written when it is answered, so that it is answered once.
create unique index challenges_passkey on challenges (workspace_id, secret_hash) where kind = 'passkey';

-- Apart from the contact, so that no list or export of contacts can carry it away.
create table contact_passwords (
	workspace_id text not null references workspaces,
	contact_id text not null,
	hash text not null,
	set_at timestamptz not null,
	primary key (workspace_id, contact_id),
	foreign key (workspace_id, contact_id) references contacts on delete cascade
);
select infra.isolate('contact_passwords');

create table passkeys (
	workspace_id text not null references workspaces,
	id text not null,
	contact_id text,
	member_id text,
	-- As the authenticator names it, base64url; the key is COSE, base64url.
	credential_id text not null,
	public_key text not null,
	counter bigint not null,
	transports text[] not null default '{}',
	-- The host that it was made for: it is good there only.
	host text not null,
	name text not null,
	created_at timestamptz not null,
	last_used_at timestamptz,
	primary key (workspace_id, id),
	foreign key (workspace_id, contact_id) references contacts on delete cascade,
	foreign key (workspace_id, member_id) references members on delete cascade,
	check (num_nonnulls(contact_id, member_id) <= 1)
);
create unique index passkeys_credential on passkeys (workspace_id, credential_id);
create index passkeys_contact on passkeys (workspace_id, contact_id) where contact_id is not null;
create index passkeys_member on passkeys (workspace_id, member_id) where member_id is not null;
select infra.isolate('passkeys');

-- Browsers from which somebody has signed in before; the token is in the browser's cookie.
create table devices (
	workspace_id text not null references workspaces,
	id text not null,
	contact_id text,
	member_id text,
	token_hash text not null,
	first_seen_at timestamptz not null,
	last_seen_at timestamptz not null,
	primary key (workspace_id, id),
	foreign key (workspace_id, contact_id) references contacts on delete cascade,
	foreign key (workspace_id, member_id) references members on delete cascade,
	check (num_nonnulls(contact_id, member_id) <= 1)
);
create unique index devices_contact on devices (workspace_id, contact_id, token_hash) where contact_id is not null;
create unique index devices_member on devices (workspace_id, member_id, token_hash) where member_id is not null;
create index devices_age on devices (workspace_id, last_seen_at);
select infra.isolate('devices');

-- A member's way past a lost authenticator app; each good once.
create table recovery_codes (
	workspace_id text not null references workspaces,
	member_id text not null,
	code_hash text not null,
	spent_at timestamptz,
	primary key (workspace_id, member_id, code_hash),
	foreign key (workspace_id, member_id) references members on delete cascade
);
select infra.isolate('recovery_codes');
