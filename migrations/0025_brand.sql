-- The greeting of the sign-in page is written once per language.
alter table workspaces no force row level security;
update workspaces set settings = settings || jsonb_build_object('welcome', jsonb_build_object(language, welcome_text))
	where welcome_text is not null;
alter table workspaces force row level security;
alter table workspaces drop column welcome_text;

-- The host of a company's own, only while it is proven to be: a request's workspace is found by it. Several may claim
-- a host; who can write its records in the DNS has it.
alter table workspaces add column custom_domain text unique;

create table custom_domains (
	workspace_id text primary key references workspaces,
	host text not null,
	token text not null,
	status text not null check (status in ('pending', 'verified', 'failed')),
	findings jsonb,
	checked_at timestamptz,
	failing_since timestamptz,
	created_at timestamptz not null
);
select infra.isolate('custom_domains');

-- In whose name mails go out. Password and private key are encrypted.
create table mail_senders (
	workspace_id text primary key references workspaces,
	from_name text,
	from_address text,
	reply_to text,
	server jsonb,
	server_password text,
	tested_at timestamptz,
	test_passed boolean not null default false,
	test_answer text,
	dkim_selector text not null,
	dkim_public text not null,
	dkim_private text not null,
	status text not null check (status in ('pending', 'verified', 'failed')),
	findings jsonb,
	checked_at timestamptz,
	updated_at timestamptz not null
);
select infra.isolate('mail_senders');
