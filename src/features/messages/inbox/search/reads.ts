import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import { parseSearch } from '#features/people/search/rules.ts'
import { accounts, contacts } from '#features/people/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import { conversations, conversationWords } from '../../tables.ts'
import { wordsOf } from '../rules.ts'

/** A word that so many conversations have does not narrow the search; the list itself is walked then, and soon full. */
const common = 1000
/** Above every character that a word can go on with. */
const last = '\u{10ffff}'

/**
 * The condition that a conversation is found: every word of the search begins a word that was written in it, or
 * occurs in the name of its account or person. The first word that is rare is looked up, the others are checked on
 * what that finds. One query for each word up to the first rare one.
 */
export async function matching(reader: Reader, q: string): Promise<SQL | undefined> {
	const { tokens } = parseSearch(q)
	const ids = await lookUp(
		reader,
		tokens.toSorted((a, b) => b.length - a.length),
	)
	return and(ids ? inArray(conversations.id, ids) : undefined, ...tokens.map(has))
}

async function lookUp(reader: Reader, tokens: string[]): Promise<string[] | null> {
	for (const token of tokens) {
		const ids = await found(reader, token)
		if (ids.length <= common) return ids.length > 0 ? ids : ['none']
	}
	return null
}

async function found({ client, scope }: Reader, token: string): Promise<string[]> {
	const begin = wordsOf(token)[0] ?? token
	const { rows } = await client.query<{ id: string }>(
		`with w as (select kind, record_id from search_words
			where workspace_id = $1 and kind in ('account', 'contact') and word >= $4 and word < $5 limit ${common + 1})
		select id from (select distinct id from (
			(select conversation_id as id from conversation_words where workspace_id = $1 and word ~>=~ $2 and word ~<~ $3 limit ${common + 1})
			union all select c.id from w join conversations c on c.workspace_id = $1 and c.contact_id = w.record_id where w.kind = 'contact'
			union all select c.id from w join conversations c on c.workspace_id = $1 and c.account_id = w.record_id where w.kind = 'account'
		) f) d limit ${common + 1}`,
		[scope.workspaceId, begin, begin + last, token, token + last],
	)
	return rows.map((row) => row.id)
}

/** As single values, which are looked up row by row: `exists` might be answered by reading a whole table first. */
function has(token: string): SQL | undefined {
	const pattern = `%${token.replace(/[\\%_]/g, '\\$&')}%`
	const begin = wordsOf(token)[0]
	const { workspaceId, accountId, contactId } = conversations
	return or(
		sql`(select ${accounts.search} like ${pattern} from ${accounts} where ${and(eq(accounts.workspaceId, workspaceId), eq(accounts.id, accountId))})`,
		sql`(select ${contacts.search} like ${pattern} from ${contacts} where ${and(eq(contacts.workspaceId, workspaceId), eq(contacts.id, contactId))})`,
		begin
			? sql`(select true from ${conversationWords} where ${and(eq(conversationWords.workspaceId, workspaceId), eq(conversationWords.conversationId, conversations.id))}
				and ${conversationWords.word} ~>=~ ${begin} and ${conversationWords.word} ~<~ ${begin + last} limit 1)`
			: undefined,
	)
}
