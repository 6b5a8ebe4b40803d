-- One message to one address by one channel. It is written with what caused it and sent after the commit.
create table deliveries (
	workspace_id text not null references workspaces,
	id text not null,
	event text not null,
	event_id text,
	channel text not null check (channel in ('email', 'sms')),
	recipient text not null,
	contact_id text,
	member_id text,
	template text not null,
	language text not null,
	subject text,
	-- What the template needs, encrypted: it may hold codes and links. Emptied some time after it was sent.
	payload text,
	status text not null default 'queued' check (status in ('queued', 'sent', 'delivered', 'bounced', 'failed', 'skipped')),
	attempts integer not null default 0,
	error text,
	provider_id text,
	created_at timestamptz not null default now(),
	sent_at timestamptz,
	updated_at timestamptz not null default now(),
	primary key (workspace_id, id),
	foreign key (workspace_id, contact_id) references contacts on delete set null (contact_id),
	foreign key (workspace_id, member_id) references members on delete set null (member_id)
);
create index deliveries_provider on deliveries (workspace_id, provider_id) where provider_id is not null;
create index deliveries_contact on deliveries (workspace_id, contact_id, id) where contact_id is not null;
create index deliveries_status on deliveries (workspace_id, status, id);
select infra.isolate('deliveries');
