-- A note of a move that its client reads too; all others stay within the company.
alter table project_moves add column note_shared boolean not null default false;
