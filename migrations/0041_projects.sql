create table projects (
	workspace_id text not null references workspaces,
	id text not null,
	external_id text,
	name text not null,
	account_id text not null,
	site_id text,
	flow_id text not null,
	flow_version integer not null,
	-- Where it stands; both ids are those of its version's stages.
	stage_id text not null,
	step_id text not null,
	step_since timestamptz not null,
	-- When the step will have taken longer than usual; null where nothing is usual, or all is over.
	late_at timestamptz,
	-- When the client was last told that nothing has changed.
	told_at timestamptz,
	status text not null check (status in ('active', 'succeeded', 'failed')),
	-- Counts moves: who moves it says how many it has seen, so that of two at once one wins.
	moves integer not null default 0,
	-- Folded words of the name and the site; see features/people/search.
	search text not null default '',
	created_at timestamptz not null,
	updated_at timestamptz not null,
	archived_at timestamptz,
	primary key (workspace_id, id),
	foreign key (workspace_id, account_id) references accounts,
	foreign key (workspace_id, site_id) references sites,
	foreign key (workspace_id, flow_id, flow_version) references flow_versions
);
create unique index projects_external on projects (workspace_id, external_id) where external_id is not null;
create index projects_account on projects (workspace_id, account_id, id);
create index projects_site on projects (workspace_id, site_id, id) where site_id is not null;
create index projects_created on projects (workspace_id, created_at, id) where archived_at is null;
create index projects_since on projects (workspace_id, step_since, id) where archived_at is null;
-- A column of the board, and how many stand in it.
create index projects_board on projects (workspace_id, flow_id, status, stage_id, step_since, id) where archived_at is null;
create index projects_version on projects (workspace_id, flow_id, flow_version, step_id, id);
create index projects_late on projects (workspace_id, late_at, id) where archived_at is null and late_at is not null;
select infra.isolate('projects');

-- What happened with a project's place, in order; nothing is ever deleted, an undone move says so.
create table project_moves (
	workspace_id text not null,
	id text not null,
	project_id text not null,
	number integer not null,
	kind text not null check (kind in ('begun', 'moved', 'restarted', 'remapped')),
	from_version integer,
	from_step_id text,
	-- Since when it had stood there, which undoing brings back.
	from_since timestamptz,
	to_version integer not null,
	to_step_id text not null,
	-- What the steps were called inside the company at that time.
	from_name text,
	to_name text not null,
	note text not null default '',
	actor_type text not null,
	actor_id text,
	at timestamptz not null,
	undone_at timestamptz,
	undone_by_type text,
	undone_by_id text,
	primary key (workspace_id, id),
	foreign key (workspace_id, project_id) references projects on delete cascade
);
create unique index project_moves_number on project_moves (workspace_id, project_id, number);
select infra.isolate('project_moves');

-- A contact may be linked to one project alone, such as a lender; account_id is then that of the project.
alter table contact_links add column project_id text;
alter table contact_links add foreign key (workspace_id, project_id) references projects on delete cascade;
drop index contact_links_once;
create unique index contact_links_once on contact_links (workspace_id, contact_id, account_id, site_id, project_id) nulls not distinct;
create index contact_links_project on contact_links (workspace_id, project_id) where project_id is not null;

-- A document may belong to a project; as evidence of a milestone its lenders see it.
alter table documents add column project_id text;
alter table documents add column milestone text;
alter table documents add foreign key (workspace_id, project_id) references projects;
create index documents_project on documents (workspace_id, project_id, id) where project_id is not null;

-- Projects are found by their own words, as accounts, sites and contacts are.
alter table search_words drop constraint search_words_kind_check;
alter table search_words add check (kind in ('account', 'site', 'contact', 'project'));

create function infra.index_projects() returns trigger language plpgsql as $$
begin
	if tg_op = 'UPDATE' then
		delete from search_words w using (
			select o.workspace_id, o.id, word from old_rows o join new_rows n on n.workspace_id = o.workspace_id and n.id = o.id
			cross join lateral infra.site_words(o.search) word where n.search is distinct from o.search
		) gone where w.workspace_id = gone.workspace_id and w.kind = 'project' and w.word = gone.word and w.record_id = gone.id;
		insert into search_words (workspace_id, kind, word, record_id)
		select n.workspace_id, 'project', word, n.id from old_rows o join new_rows n on n.workspace_id = o.workspace_id and n.id = o.id
		cross join lateral infra.site_words(n.search) word where n.search is distinct from o.search;
	elsif tg_op = 'DELETE' then
		delete from search_words w using (
			select o.workspace_id, o.id, word from old_rows o cross join lateral infra.site_words(o.search) word
		) gone where w.workspace_id = gone.workspace_id and w.kind = 'project' and w.word = gone.word and w.record_id = gone.id;
	else
		insert into search_words (workspace_id, kind, word, record_id)
		select n.workspace_id, 'project', word, n.id from new_rows n cross join lateral infra.site_words(n.search) word;
	end if;
	return null;
end $$;
create trigger words_insert after insert on projects referencing new table as new_rows
	for each statement execute function infra.index_projects();
create trigger words_update after update on projects referencing old table as old_rows new table as new_rows
	for each statement execute function infra.index_projects();
create trigger words_delete after delete on projects referencing old table as old_rows
	for each statement execute function infra.index_projects();
