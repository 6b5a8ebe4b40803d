-- What clients said to the offers of their projects, with what proves it. An offer is a shared document of the folder
-- "proposals"; offer_type leaves room for others. Nothing is ever changed but that a decision was taken back.
create table offer_decisions (
	workspace_id text not null references workspaces,
	id text not null,
	project_id text not null,
	offer_type text not null check (offer_type in ('document')),
	offer_id text not null,
	-- What was looked at: its title, which version, and the hash of its content.
	title text not null,
	version integer not null,
	sha256 text not null,
	decision text not null check (decision in ('accepted', 'declined')),
	-- As whoever accepted typed it.
	name text not null default '',
	-- Why it was declined.
	reason text,
	by_type text not null,
	by_id text,
	-- Whose decision it is, where a contact decided or somebody of the company wrote down what it said.
	contact_id text,
	ip text not null default '',
	user_agent text not null default '',
	at timestamptz not null,
	withdrawn_at timestamptz,
	withdrawn_by_type text,
	withdrawn_by_id text,
	withdrawal_reason text,
	primary key (workspace_id, id),
	foreign key (workspace_id, project_id) references projects,
	foreign key (workspace_id, contact_id) references contacts
);
-- Of the offers of a project one is accepted at a time.
create unique index offer_decisions_accepted on offer_decisions (workspace_id, project_id) where decision = 'accepted' and withdrawn_at is null;
create unique index offer_decisions_declined on offer_decisions (workspace_id, offer_type, offer_id) where decision = 'declined' and withdrawn_at is null;
create index offer_decisions_project on offer_decisions (workspace_id, project_id, id);
create index offer_decisions_contact on offer_decisions (workspace_id, contact_id) where contact_id is not null;
select infra.isolate('offer_decisions');

-- The signed copy of a contract is asked for, sent, approved and sent back as any other document.
alter table document_requests add column contract_id text;
create unique index document_requests_contract on document_requests (workspace_id, contract_id) where contract_id is not null and withdrawn_at is null;
