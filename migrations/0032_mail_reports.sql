-- Words of mail servers that come after a mail was sent. The same report counts once, however often it is posted.
alter table delivery_log
	add column report text,
	drop constraint delivery_log_outcome_check,
	add constraint delivery_log_outcome_check check
		(outcome in ('sent', 'delivered', 'retry', 'bounced', 'failed', 'skipped', 'resent', 'delayed', 'complained'));
create unique index delivery_log_report on delivery_log (workspace_id, delivery_id, report) where report is not null;
