-- Row-level security lets an index serve only comparisons that cannot leak, so names are kept ready to be compared.
alter table accounts
	add column sort_name text generated always as (lower(name)) stored,
	add column lead_source text;
drop index accounts_name;
drop index accounts_created;
create index accounts_name on accounts (workspace_id, sort_name, id) where archived_at is null;
create index accounts_created on accounts (workspace_id, created_at, id) where archived_at is null;
create index accounts_archived on accounts (workspace_id, sort_name, id) where archived_at is not null;

-- Lists show those who are not archived; the few views beside have an index each.
alter table contacts
	add column merged_into text,
	add column seen_order timestamptz generated always as (coalesce(last_seen_at, '-infinity'::timestamptz)) stored,
	add foreign key (workspace_id, merged_into) references contacts;
drop index contacts_name;
drop index contacts_created;
drop index contacts_seen;
drop index contacts_status;
create index contacts_name on contacts (workspace_id, sort_name, id) where archived_at is null;
create index contacts_created on contacts (workspace_id, created_at, id) where archived_at is null;
create index contacts_seen on contacts (workspace_id, seen_order, id) where archived_at is null;
create index contacts_status on contacts (workspace_id, portal_status, sort_name, id) where archived_at is null;
create index contacts_kind on contacts (workspace_id, kind, sort_name, id) where archived_at is null;
create index contacts_bounced on contacts (workspace_id, sort_name, id) where archived_at is null and invitation_bounced;
create index contacts_archived on contacts (workspace_id, sort_name, id) where archived_at is not null;
create index contacts_merged on contacts (workspace_id, merged_into) where merged_into is not null;
