alter table challenges drop constraint challenges_kind_check;
alter table challenges add constraint challenges_kind_check
	check (kind in ('code', 'link', 'invitation', 'memberLink', 'addressCheck'));
-- Where a link was sent to, for the contact's history.
alter table challenges add column recipient text;
-- The page that somebody wanted when it was asked to sign in.
alter table challenges add column next_path text;
-- The new address or number that a code of kind addressCheck proves, encrypted.
alter table challenges add column target text;
create index challenges_age on challenges (workspace_id, created_at);
create index sessions_age on sessions (workspace_id, expires_at);
