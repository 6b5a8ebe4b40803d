create table accounts (
	workspace_id text not null references workspaces,
	id text not null,
	external_id text,
	name text not null,
	kind text not null default 'household' check (kind in ('household', 'organisation')),
	portal_enabled boolean not null default true,
	notes text not null default '',
	-- Folded words of name, addresses and people; see searchText() in features/people/rules.ts.
	search text not null default '',
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	archived_at timestamptz,
	primary key (workspace_id, id)
);
create unique index accounts_external on accounts (workspace_id, external_id) where external_id is not null;
create index accounts_name on accounts (workspace_id, lower(name), id);
create index accounts_created on accounts (workspace_id, created_at, id);
create index accounts_search on accounts using gin (search gin_trgm_ops);
select infra.isolate('accounts');

create table sites (
	workspace_id text not null,
	id text not null,
	external_id text,
	account_id text not null,
	name text not null default '',
	line1 text not null default '',
	line2 text not null default '',
	city text not null default '',
	region text not null default '',
	postal_code text not null default '',
	country text not null default '',
	lat double precision,
	lng double precision,
	search text not null default '',
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	archived_at timestamptz,
	primary key (workspace_id, id),
	foreign key (workspace_id, account_id) references accounts
);
create unique index sites_external on sites (workspace_id, external_id) where external_id is not null;
create index sites_account on sites (workspace_id, account_id, id);
create index sites_city on sites (workspace_id, lower(city), id);
create index sites_created on sites (workspace_id, created_at, id);
create index sites_search on sites using gin (search gin_trgm_ops);
select infra.isolate('sites');

create table contacts (
	workspace_id text not null references workspaces,
	id text not null,
	external_id text,
	kind text not null default 'client' check (kind in ('client', 'lender', 'vendor', 'authority', 'other')),
	first_name text not null default '',
	last_name text not null default '',
	-- "Last First" folded, what lists are sorted by.
	sort_name text not null default '',
	email text,
	phone text,
	phone_extension text,
	language text not null default 'en',
	marketing_opt_in boolean not null default false,
	access_areas text[] not null default '{}',
	portal_status text not null default 'notEnrolled' check (portal_status in ('notEnrolled', 'invited', 'enrolled', 'suspended')),
	suspended_note text,
	-- The status that reinstating brings back.
	status_before_suspension text,
	-- The last invitation could not be delivered.
	invitation_bounced boolean not null default false,
	invited_at timestamptz,
	registered_at timestamptz,
	last_seen_at timestamptz,
	notes text not null default '',
	search text not null default '',
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	archived_at timestamptz,
	primary key (workspace_id, id)
);
create unique index contacts_external on contacts (workspace_id, external_id) where external_id is not null;
-- An address signs in exactly one person of a workspace.
create unique index contacts_email on contacts (workspace_id, email) where email is not null and archived_at is null;
create index contacts_phone on contacts (workspace_id, phone) where phone is not null;
create index contacts_name on contacts (workspace_id, sort_name, id);
create index contacts_created on contacts (workspace_id, created_at, id);
create index contacts_seen on contacts (workspace_id, last_seen_at, id);
create index contacts_status on contacts (workspace_id, portal_status, sort_name, id);
create index contacts_search on contacts using gin (search gin_trgm_ops);
select infra.isolate('contacts');

-- A link gives a contact one account with all its sites (site_id null) or one site.
create table contact_links (
	workspace_id text not null,
	id text not null,
	contact_id text not null,
	account_id text not null,
	site_id text,
	created_at timestamptz not null default now(),
	primary key (workspace_id, id),
	foreign key (workspace_id, contact_id) references contacts on delete cascade,
	foreign key (workspace_id, account_id) references accounts on delete cascade,
	foreign key (workspace_id, site_id) references sites on delete cascade
);
create unique index contact_links_once on contact_links (workspace_id, contact_id, account_id, site_id) nulls not distinct;
create index contact_links_account on contact_links (workspace_id, account_id, contact_id);
create index contact_links_site on contact_links (workspace_id, site_id) where site_id is not null;
select infra.isolate('contact_links');
