import type { Writer } from '#platform/db/db.ts'

/**
 * What the two of a merge have both said to the same account, or what one contact has said to both, becomes one
 * conversation: the kept one takes in the messages of the other, which is gone then. Ids are in the order of time, so
 * messages fall into place.
 */
export async function joinConversations(writer: Writer, what: 'account' | 'contact', keepId: string, goneId: string) {
	const pairs = await conversationsOfBoth(writer, what, keepId, goneId)
	if (pairs.length === 0) return
	const { client, scope } = writer
	const values = [scope.workspaceId, pairs.map(({ kept }) => kept), pairs.map(({ gone }) => gone)]
	// Whoever is writing in one of them finishes first: messages are added under this lock.
	await client.query(
		`select from conversations where workspace_id = $1 and (id = any($2) or id = any($3)) order by id for update`,
		values,
	)
	for (const statement of steps) {
		await client.query(
			`with pair as (select * from unnest($2::text[], $3::text[]) as p(kept, gone)) ${statement}`,
			values,
		)
	}
}

async function conversationsOfBoth(
	{ client, scope }: Writer,
	what: 'account' | 'contact',
	keepId: string,
	goneId: string,
): Promise<{ kept: string; gone: string }[]> {
	const [own, shared] = what === 'account' ? ['account_id', 'contact_id'] : ['contact_id', 'account_id']
	const { rows } = await client.query<{ kept: string; gone: string }>(
		`select k.id as kept, g.id as gone from conversations g
		join conversations k on k.workspace_id = g.workspace_id and k.${shared} = g.${shared} and k.${own} = $2
		where g.workspace_id = $1 and g.${own} = $3`,
		[scope.workspaceId, keepId, goneId],
	)
	return rows
}

/**
 * How far somebody has read is up to the first of both that it has not: rather shown as new again than never seen.
 * Nobody's own side counts as unread.
 */
const positions = `, reader as (
		select pair.kept, pair.gone, r.reader_type, r.reader_id, max(r.read_at) as read_at,
			coalesce(max(r.last_read_id) filter (where r.conversation_id = pair.kept), '') as in_kept,
			coalesce(max(r.last_read_id) filter (where r.conversation_id = pair.gone), '') as in_gone
		from pair join conversation_reads r on r.workspace_id = $1 and r.conversation_id in (pair.kept, pair.gone)
		group by pair.kept, pair.gone, r.reader_type, r.reader_id
	), reached as (
		select reader.*, (select max(m.id) from messages m where m.workspace_id = $1
			and m.conversation_id in (reader.kept, reader.gone) and (unread.first is null or m.id < unread.first)) as up_to
		from reader cross join lateral (
			select min(m.id) as first from messages m where m.workspace_id = $1 and m.conversation_id in (reader.kept, reader.gone)
				and m.id > case when m.conversation_id = reader.kept then reader.in_kept else reader.in_gone end
				and (m.author_type = 'contact') <> (reader.reader_type = 'contact')
		) unread
	)
	insert into conversation_reads (workspace_id, conversation_id, reader_type, reader_id, last_read_id, read_at)
	select $1, kept, reader_type, reader_id, coalesce(up_to, ''), read_at from reached
	on conflict (workspace_id, conversation_id, reader_type, reader_id) do update set
		last_read_id = excluded.last_read_id, read_at = excluded.read_at`

const steps = [
	positions,
	`update messages m set conversation_id = pair.kept from pair where m.workspace_id = $1 and m.conversation_id = pair.gone`,
	`update documents d set conversation_id = pair.kept from pair where d.workspace_id = $1 and d.conversation_id = pair.gone`,
	`insert into conversation_words (workspace_id, conversation_id, word)
		select w.workspace_id, pair.kept, w.word from conversation_words w join pair on w.conversation_id = pair.gone
		where w.workspace_id = $1 on conflict do nothing`,
	`update conversations c set last_id = greatest(c.last_id, g.last_id),
			last_message_id = greatest(c.last_message_id, g.last_message_id),
			last_message_at = greatest(c.last_message_at, g.last_message_at),
			last_author_type = case when g.last_message_id > coalesce(c.last_message_id, '') then g.last_author_type else c.last_author_type end,
			subject = coalesce(nullif(c.subject, ''), g.subject),
			assigned_to = coalesce(c.assigned_to, g.assigned_to),
			status = case when g.status = 'open' then 'open' else c.status end
		from pair join conversations g on g.workspace_id = $1 and g.id = pair.gone
		where c.workspace_id = $1 and c.id = pair.kept`,
	'delete from conversations c using pair where c.workspace_id = $1 and c.id = pair.gone',
]
