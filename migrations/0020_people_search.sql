-- What accounts, sites and contacts are found by. Row-level security lets no trigram index serve a search (its
-- operators could leak), but plain comparisons of text may: each word is kept, and looked up by how it begins.
drop index accounts_search;
drop index sites_search;
drop index contacts_search;

create table search_words (
	workspace_id text not null references workspaces,
	kind text not null check (kind in ('account', 'site', 'contact')),
	word text collate "C" not null,
	record_id text not null,
	primary key (workspace_id, kind, word, record_id)
);
select infra.isolate('search_words');

-- Whole words, and their parts where they are joined by signs.
create function infra.words_in(folded text) returns setof text language sql immutable as $$
	select regexp_split_to_table(folded, ' ') union all select regexp_split_to_table(folded, '[][ \-''’"“”.,;:()/&#@]+')
$$;

create function infra.contact_words(sort_name text, email text, phone text, external_id text) returns setof text
language sql immutable as $$
	select distinct word from (
		select infra.words_in(sort_name) as word
		union all select unnest(array[email, split_part(email, '@', 2), lower(external_id)])
		-- A number is typed whole, as in its own country (country codes have one digit in North America, else mostly
		-- two or three), or as in its own town.
		union all select right(digits, n) from (select substr(phone, 2) as digits) d,
			unnest(array[20, 7] || case when digits like '1%' then array[length(digits) - 1] else array[length(digits) - 2, length(digits) - 3] end) n
	) w where word <> ''
$$;

-- The name comes first in the folded text.
create function infra.account_words(name text, search text, external_id text) returns setof text
language sql immutable as $$
	select distinct word from (
		select infra.words_in(array_to_string((string_to_array(search, ' '))[1:cardinality(regexp_split_to_array(trim(name), '\s+'))], ' ')) as word
		union all select lower(external_id)
	) w where word <> ''
$$;

create function infra.site_words(search text) returns setof text language sql immutable as $$
	select distinct word from infra.words_in(search) as word where word <> ''
$$;

create function infra.index_contacts() returns trigger language plpgsql as $$
begin
	if tg_op = 'UPDATE' then
		delete from search_words w using (
			select o.workspace_id, o.id, word from old_rows o join new_rows n on n.workspace_id = o.workspace_id and n.id = o.id
			cross join lateral infra.contact_words(o.sort_name, o.email, o.phone, o.external_id) word where (n.sort_name, n.email, n.phone, n.external_id) is distinct from (o.sort_name, o.email, o.phone, o.external_id)
		) gone where w.workspace_id = gone.workspace_id and w.kind = 'contact' and w.word = gone.word and w.record_id = gone.id;
		insert into search_words (workspace_id, kind, word, record_id)
		select n.workspace_id, 'contact', word, n.id from old_rows o join new_rows n on n.workspace_id = o.workspace_id and n.id = o.id
		cross join lateral infra.contact_words(n.sort_name, n.email, n.phone, n.external_id) word
		where (n.sort_name, n.email, n.phone, n.external_id) is distinct from (o.sort_name, o.email, o.phone, o.external_id);
	elsif tg_op = 'DELETE' then
		delete from search_words w using (
			select o.workspace_id, o.id, word from old_rows o cross join lateral infra.contact_words(o.sort_name, o.email, o.phone, o.external_id) word
		) gone where w.workspace_id = gone.workspace_id and w.kind = 'contact' and w.word = gone.word and w.record_id = gone.id;
	else
		insert into search_words (workspace_id, kind, word, record_id)
		select n.workspace_id, 'contact', word, n.id from new_rows n
		cross join lateral infra.contact_words(n.sort_name, n.email, n.phone, n.external_id) word;
	end if;
	return null;
end $$;

create function infra.index_accounts() returns trigger language plpgsql as $$
begin
	if tg_op = 'UPDATE' then
		delete from search_words w using (
			select o.workspace_id, o.id, word from old_rows o join new_rows n on n.workspace_id = o.workspace_id and n.id = o.id
			cross join lateral infra.account_words(o.name, o.search, o.external_id) word where (n.name, n.search, n.external_id) is distinct from (o.name, o.search, o.external_id)
		) gone where w.workspace_id = gone.workspace_id and w.kind = 'account' and w.word = gone.word and w.record_id = gone.id;
		insert into search_words (workspace_id, kind, word, record_id)
		select n.workspace_id, 'account', word, n.id from old_rows o join new_rows n on n.workspace_id = o.workspace_id and n.id = o.id
		cross join lateral infra.account_words(n.name, n.search, n.external_id) word
		where (n.name, n.search, n.external_id) is distinct from (o.name, o.search, o.external_id);
	elsif tg_op = 'DELETE' then
		delete from search_words w using (
			select o.workspace_id, o.id, word from old_rows o cross join lateral infra.account_words(o.name, o.search, o.external_id) word
		) gone where w.workspace_id = gone.workspace_id and w.kind = 'account' and w.word = gone.word and w.record_id = gone.id;
	else
		insert into search_words (workspace_id, kind, word, record_id)
		select n.workspace_id, 'account', word, n.id from new_rows n
		cross join lateral infra.account_words(n.name, n.search, n.external_id) word;
	end if;
	return null;
end $$;

create function infra.index_sites() returns trigger language plpgsql as $$
begin
	if tg_op = 'UPDATE' then
		delete from search_words w using (
			select o.workspace_id, o.id, word from old_rows o join new_rows n on n.workspace_id = o.workspace_id and n.id = o.id
			cross join lateral infra.site_words(o.search) word where n.search is distinct from o.search
		) gone where w.workspace_id = gone.workspace_id and w.kind = 'site' and w.word = gone.word and w.record_id = gone.id;
		insert into search_words (workspace_id, kind, word, record_id)
		select n.workspace_id, 'site', word, n.id from old_rows o join new_rows n on n.workspace_id = o.workspace_id and n.id = o.id
		cross join lateral infra.site_words(n.search) word where n.search is distinct from o.search;
	elsif tg_op = 'DELETE' then
		delete from search_words w using (
			select o.workspace_id, o.id, word from old_rows o cross join lateral infra.site_words(o.search) word
		) gone where w.workspace_id = gone.workspace_id and w.kind = 'site' and w.word = gone.word and w.record_id = gone.id;
	else
		insert into search_words (workspace_id, kind, word, record_id)
		select n.workspace_id, 'site', word, n.id from new_rows n cross join lateral infra.site_words(n.search) word;
	end if;
	return null;
end $$;

create trigger words_insert after insert on contacts referencing new table as new_rows
	for each statement execute function infra.index_contacts();
create trigger words_update after update on contacts referencing old table as old_rows new table as new_rows
	for each statement execute function infra.index_contacts();
create trigger words_delete after delete on contacts referencing old table as old_rows
	for each statement execute function infra.index_contacts();
create trigger words_insert after insert on accounts referencing new table as new_rows
	for each statement execute function infra.index_accounts();
create trigger words_update after update on accounts referencing old table as old_rows new table as new_rows
	for each statement execute function infra.index_accounts();
create trigger words_delete after delete on accounts referencing old table as old_rows
	for each statement execute function infra.index_accounts();
create trigger words_insert after insert on sites referencing new table as new_rows
	for each statement execute function infra.index_sites();
create trigger words_update after update on sites referencing old table as old_rows new table as new_rows
	for each statement execute function infra.index_sites();
create trigger words_delete after delete on sites referencing old table as old_rows
	for each statement execute function infra.index_sites();

-- What is there already. The owner sees all workspaces while isolation is not forced on it.
alter table contacts no force row level security;
alter table accounts no force row level security;
alter table sites no force row level security;
alter table search_words no force row level security;
insert into search_words select workspace_id, 'contact', word, id from contacts, infra.contact_words(sort_name, email, phone, external_id) word;
insert into search_words select workspace_id, 'account', word, id from accounts, infra.account_words(name, search, external_id) word;
insert into search_words select workspace_id, 'site', word, id from sites, infra.site_words(search) word;
alter table contacts force row level security;
alter table accounts force row level security;
alter table sites force row level security;
alter table search_words force row level security;
