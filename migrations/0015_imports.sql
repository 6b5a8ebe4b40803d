-- A file that somebody brought, and how far the product has come with it.
create table imports (
	workspace_id text not null references workspaces,
	id text not null,
	kind text not null default 'customers' check (kind = 'customers'),
	-- mapping: waits for the columns; checked: waits for the go-ahead; checking and running are at work.
	status text not null check (status in ('mapping', 'checking', 'checked', 'running', 'done', 'cancelled', 'failed')),
	file_name text not null,
	file_key text not null,
	file_size bigint not null,
	-- Row and column names of the file, its first rows, and the field of each column ('' for none).
	headers jsonb not null default '[]',
	sample jsonb not null default '[]',
	mapping jsonb not null default '[]',
	total integer not null default 0,
	-- Rows done in the phase at work; a batch of rows, their records and this figure change together.
	done integer not null default 0,
	counts jsonb not null default '{}',
	-- Why the file as a whole cannot be read: { code, line, limit }.
	problem jsonb,
	created_by text,
	created_at timestamptz not null,
	updated_at timestamptz not null,
	started_at timestamptz,
	finished_at timestamptz,
	primary key (workspace_id, id)
);
create index imports_created on imports (workspace_id, created_at, id);
select infra.isolate('imports');

create table import_rows (
	workspace_id text not null,
	import_id text not null,
	-- Counted from 1, without the header.
	row integer not null,
	status text not null check (status in ('created', 'updated', 'unchanged', 'duplicate', 'rejected')),
	label text not null default '',
	account_id text,
	of_row integer,
	problems jsonb not null default '[]',
	flawed boolean not null default false,
	-- The row as it came, kept only where something was wrong with it.
	cells jsonb,
	primary key (workspace_id, import_id, row),
	foreign key (workspace_id, import_id) references imports on delete cascade
);
create index import_rows_status on import_rows (workspace_id, import_id, status, row);
create index import_rows_flawed on import_rows (workspace_id, import_id, row) where flawed;
select infra.isolate('import_rows');

-- Where a row has neither id nor e-mail nor phone, its customer is looked for by the street.
create index sites_line1 on sites (workspace_id, line1);
