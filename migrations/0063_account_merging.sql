-- The account that took this one in.
alter table accounts
	add column merged_into text,
	add foreign key (workspace_id, merged_into) references accounts;
create index accounts_merged on accounts (workspace_id, merged_into) where merged_into is not null;

-- Who was about to add something to an account while it was merged has seen it living. The lock makes it wait for the merge,
-- and what it adds goes where all the rest went.
create function infra.follow_merged_account() returns trigger language plpgsql as $$
declare kept text;
begin
	select merged_into into kept from accounts where workspace_id = new.workspace_id and id = new.account_id for key share;
	new.account_id := coalesce(kept, new.account_id);
	return new;
end $$;
create trigger follow_merged before insert or update of account_id on sites
	for each row execute function infra.follow_merged_account();
create trigger follow_merged before insert or update of account_id on contact_links
	for each row execute function infra.follow_merged_account();
create trigger follow_merged before insert or update of account_id on documents
	for each row execute function infra.follow_merged_account();
create trigger follow_merged before insert or update of account_id on conversations
	for each row execute function infra.follow_merged_account();
create trigger follow_merged before insert or update of account_id on projects
	for each row execute function infra.follow_merged_account();
create trigger follow_merged before insert or update of account_id on visits
	for each row execute function infra.follow_merged_account();
