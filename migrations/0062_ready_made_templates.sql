-- Which of the product's examples a template came from, so that ready-made flows find it and none is made twice.
alter table action_item_templates add column ready_made text;
alter table action_item_templates no force row level security;
update action_item_templates t set ready_made = made.key
from (
	select distinct on (t.workspace_id, keys.key) t.workspace_id, t.id, keys.key
	from action_item_templates t join (values ('access', 'How we get to your home'), ('design', 'Confirm the design'),
		('panel', 'Photos of your electrical panel'), ('utility', 'Authorisation for the utility')) keys (key, title)
		on keys.title = t.title ->> 'en'
	order by t.workspace_id, keys.key, t.archived_at nulls first, t.id
) made
where t.workspace_id = made.workspace_id and t.id = made.id;
alter table action_item_templates force row level security;
create unique index action_item_templates_ready_made on action_item_templates (workspace_id, ready_made)
	where ready_made is not null;
