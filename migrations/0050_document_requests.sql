-- What a company asks a client to send for a project.
create table document_requests (
	workspace_id text not null references workspaces,
	id text not null,
	project_id text not null,
	-- Who alone is asked; null for everybody of the project's account or site.
	contact_id text,
	title text not null,
	description text not null default '',
	due_on date,
	state text not null check (state in ('asked', 'sent', 'approved', 'sentBack')),
	-- Why it was sent back last.
	reason text,
	-- Counts changes: who decides says how many it has seen, so that nobody decides on what it has not looked at.
	changes integer not null default 0,
	created_by_type text not null,
	created_by_id text,
	-- Who approved it or sent it back.
	decided_by_type text,
	decided_by_id text,
	created_at timestamptz not null,
	updated_at timestamptz not null,
	sent_at timestamptz,
	decided_at timestamptz,
	withdrawn_at timestamptz,
	primary key (workspace_id, id),
	foreign key (workspace_id, project_id) references projects,
	foreign key (workspace_id, contact_id) references contacts
);
create index document_requests_project on document_requests (workspace_id, project_id, id);
create index document_requests_contact on document_requests (workspace_id, contact_id) where contact_id is not null;
create index document_requests_state on document_requests (workspace_id, state, id) where withdrawn_at is null;
select infra.isolate('document_requests');

-- The documents that were sent for a request. They are documents like others; where one is gone for good, so is its line.
create table document_request_files (
	workspace_id text not null,
	request_id text not null,
	document_id text not null,
	primary key (workspace_id, request_id, document_id),
	foreign key (workspace_id, request_id) references document_requests on delete cascade,
	foreign key (workspace_id, document_id) references documents on delete cascade
);
create index document_request_files_document on document_request_files (workspace_id, document_id);
select infra.isolate('document_request_files');
