-- A form that was sent after its session had ended waits here, sealed, until its writer has signed in again.
-- `author` is a keyed hash of who was signed in on that browser; null where the browser does not tell.
create table kept_forms (
	workspace_id text not null references workspaces,
	token_hash text not null,
	author text,
	sealed text not null,
	expires_at timestamptz not null,
	primary key (workspace_id, token_hash)
);
create index kept_forms_expiry on kept_forms (workspace_id, expires_at);
select infra.isolate('kept_forms');
