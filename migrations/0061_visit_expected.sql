-- When who is on the way arrives, as they said when they set out; gone once they are there, or it is another day.
alter table visits add column expected_at timestamptz,
	add constraint visits_expected check (expected_at is null or status = 'onTheWay');
