-- Terms and conditions. Each row is a version; versions count through all languages of a company.
create table terms (
	workspace_id text not null references workspaces,
	id text not null,
	version integer not null,
	language text not null,
	title text not null,
	body text not null,
	sha256 text not null,
	created_by text,
	created_at timestamptz not null,
	primary key (workspace_id, id),
	unique (workspace_id, version)
);
select infra.isolate('terms');

-- The evidence: who accepted which text, when and from where. Nothing in it is ever changed.
create table terms_acceptances (
	workspace_id text not null,
	id text not null,
	contact_id text not null,
	terms_id text not null,
	version integer not null,
	language text not null,
	sha256 text not null,
	ip text not null,
	user_agent text not null,
	at timestamptz not null,
	primary key (workspace_id, id),
	foreign key (workspace_id, contact_id) references contacts,
	foreign key (workspace_id, terms_id) references terms
);
create index terms_acceptances_terms on terms_acceptances (workspace_id, terms_id);
create index terms_acceptances_contact on terms_acceptances (workspace_id, contact_id, id);
select infra.isolate('terms_acceptances');

-- The latest version that a contact has accepted, and those that count now (language → version): every
-- request of a client compares the two.
alter table contacts add column terms_version integer not null default 0;
alter table workspaces add column terms jsonb not null default '{}';

-- What visitors sent by the company's contact form. A job makes contacts of it.
create table registrations (
	workspace_id text not null references workspaces,
	id text not null,
	form_key text not null,
	first_name text not null default '',
	last_name text not null default '',
	email text,
	phone text,
	phone_extension text,
	address jsonb,
	message text not null default '',
	marketing_opt_in boolean not null default false,
	language text not null,
	ip text not null,
	user_agent text not null,
	captcha text not null check (captcha in ('off', 'passed', 'unreachable')),
	outcome text not null default 'waiting' check (outcome in ('waiting', 'created', 'known')),
	contact_id text,
	created_at timestamptz not null,
	seen_at timestamptz,
	seen_by text,
	primary key (workspace_id, id),
	unique (workspace_id, form_key),
	foreign key (workspace_id, contact_id) references contacts
);
create index registrations_contact on registrations (workspace_id, contact_id);
create index registrations_unseen on registrations (workspace_id, id) where seen_at is null and contact_id is not null;
select infra.isolate('registrations');

-- Where a contact came from by itself; null for one that the company entered.
alter table contacts add column source text check (source in ('registered'));

create table captcha_keys (
	workspace_id text not null references workspaces,
	provider text not null check (provider in ('hcaptcha', 'turnstile', 'recaptcha')),
	site_key text not null,
	secret text not null,
	updated_at timestamptz not null,
	primary key (workspace_id)
);
select infra.isolate('captcha_keys');

-- When the list of first steps was put away. A company that is there already has taken them.
alter table workspaces add column setup_closed_at timestamptz default now();
alter table workspaces alter column setup_closed_at drop default;
