-- A step can move on by itself once its required actions are done, and lists the documents that it needs.
alter table flow_versions no force row level security;
update flow_versions set stages = (
	select coalesce(jsonb_agg(jsonb_set(stage, '{steps}', (
		select coalesce(jsonb_agg('{"movesOn": false, "documents": []}'::jsonb || step order by n), '[]')
		from jsonb_array_elements(stage -> 'steps') with ordinality as steps (step, n)
	)) order by m), '[]')
	from jsonb_array_elements(stages) with ordinality as all_stages (stage, m)
);
alter table flow_versions force row level security;
