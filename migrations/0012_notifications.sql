-- Whoever sends a delivery holds it until then; a process that died lets go of it by the clock.
alter table deliveries add column claimed_until timestamptz;
alter table deliveries add column next_attempt_at timestamptz;
-- Byte order, so that what begins with a text is a range (row-level security lets no index serve LIKE).
create index deliveries_recipient on deliveries (workspace_id, recipient collate "C", id);
create index deliveries_channel on deliveries (workspace_id, channel, id);
create index deliveries_kept on deliveries (workspace_id, created_at) where payload is not null;

-- What happened to a delivery, one line for each attempt and each word of the provider.
create table delivery_log (
	workspace_id text not null,
	delivery_id text not null,
	id text not null,
	at timestamptz not null,
	attempt integer not null,
	outcome text not null check (outcome in ('sent', 'delivered', 'retry', 'bounced', 'failed', 'skipped', 'resent')),
	code text,
	message text,
	primary key (workspace_id, delivery_id, id),
	foreign key (workspace_id, delivery_id) references deliveries on delete cascade
);
select infra.isolate('delivery_log');

-- Numbers that answered STOP. Nothing is sent to them until they answer START.
create table sms_opt_outs (
	workspace_id text not null references workspaces,
	phone text not null,
	at timestamptz not null,
	primary key (workspace_id, phone)
);
select infra.isolate('sms_opt_outs');

-- A subject can carry a code; it is written from the payload when it is needed.
alter table deliveries drop column subject;
