-- Pieces of work in a project, numbered within it; what clients have to do lies under them.
create table work_orders (
	workspace_id text not null references workspaces,
	id text not null,
	project_id text not null,
	number integer not null,
	title text not null,
	state text not null check (state in ('open', 'done')),
	created_at timestamptz not null,
	updated_at timestamptz not null,
	done_at timestamptz,
	primary key (workspace_id, id),
	unique (workspace_id, project_id, number),
	foreign key (workspace_id, project_id) references projects
);
select infra.isolate('work_orders');

-- What a company has its clients do again and again. Texts are by language; fields are those of a form.
create table action_item_templates (
	workspace_id text not null references workspaces,
	id text not null,
	kind text not null check (kind in ('confirm', 'upload', 'form', 'sign')),
	title jsonb not null,
	instructions jsonb not null,
	fields jsonb not null,
	-- Due so many days after it is assigned; null for no day.
	due_days integer,
	created_at timestamptz not null,
	updated_at timestamptz not null,
	archived_at timestamptz,
	primary key (workspace_id, id)
);
select infra.isolate('action_item_templates');

-- Something that one contact has to do, or anybody of the project's account or site. What it says is a copy: a template
-- that is changed changes nothing that was assigned.
create table action_items (
	workspace_id text not null references workspaces,
	id text not null,
	project_id text not null,
	work_order_id text not null,
	template_id text,
	contact_id text,
	kind text not null check (kind in ('confirm', 'upload', 'form', 'sign')),
	title jsonb not null,
	instructions jsonb not null,
	fields jsonb not null,
	due_on date,
	state text not null check (state in ('open', 'done', 'cancelled')),
	-- Why it was reopened last.
	reason text,
	-- What somebody typed that was not complete: values, and who typed them.
	draft jsonb,
	-- Counts changes: who reopens or withdraws says how many it has seen.
	changes integer not null default 0,
	-- When its people were reminded: some days before, on the day, and after it.
	soon_told_at timestamptz,
	day_told_at timestamptz,
	overdue_told_at timestamptz,
	created_by_type text not null,
	created_by_id text,
	created_at timestamptz not null,
	updated_at timestamptz not null,
	completed_at timestamptz,
	completed_by_type text,
	completed_by_id text,
	cancelled_at timestamptz,
	primary key (workspace_id, id),
	foreign key (workspace_id, project_id) references projects,
	foreign key (workspace_id, work_order_id) references work_orders,
	foreign key (workspace_id, template_id) references action_item_templates,
	foreign key (workspace_id, contact_id) references contacts
);
create index action_items_project on action_items (workspace_id, project_id, id);
create index action_items_work_order on action_items (workspace_id, work_order_id);
create index action_items_contact on action_items (workspace_id, contact_id) where contact_id is not null;
create index action_items_due on action_items (workspace_id, due_on) where state = 'open' and due_on is not null;
select infra.isolate('action_items');

-- What was answered, each time; that of an item which was reopened stays as history.
create table action_item_answers (
	workspace_id text not null,
	id text not null,
	item_id text not null,
	-- Of a form, by the ids of its fields.
	answers jsonb not null,
	-- Of what was signed: the name, the drawn line, the text with its hash, the address and the browser.
	signature jsonb,
	by_type text not null,
	by_id text,
	at timestamptz not null,
	reopened_at timestamptz,
	reason text,
	primary key (workspace_id, id),
	foreign key (workspace_id, item_id) references action_items
);
create index action_item_answers_item on action_item_answers (workspace_id, item_id, id);
select infra.isolate('action_item_answers');

-- Documents that were sent for an item, by field; without an answer they lie ready for the next one.
create table action_item_files (
	workspace_id text not null,
	item_id text not null,
	document_id text not null,
	answer_id text,
	field text,
	primary key (workspace_id, item_id, document_id),
	foreign key (workspace_id, item_id) references action_items,
	foreign key (workspace_id, answer_id) references action_item_answers,
	foreign key (workspace_id, document_id) references documents on delete cascade
);
create index action_item_files_document on action_item_files (workspace_id, document_id);
select infra.isolate('action_item_files');

-- A step lists the templates that are assigned when a project comes to it.
alter table flow_versions no force row level security;
update flow_versions set stages = (
	select coalesce(jsonb_agg(jsonb_set(stage, '{steps}', (
		select coalesce(jsonb_agg('{"actionItems": []}'::jsonb || step order by n), '[]')
		from jsonb_array_elements(stage -> 'steps') with ordinality as steps (step, n)
	)) order by m), '[]')
	from jsonb_array_elements(stages) with ordinality as all_stages (stage, m)
);
alter table flow_versions force row level security;
