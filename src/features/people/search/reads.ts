import { type AnyColumn, and, or, type SQL, sql } from 'drizzle-orm'
import { parseSearch } from './rules.ts'

/** The condition that a record's `search` text meets what somebody typed; undefined for nothing typed. */
export function matches(search: AnyColumn, typed: string | null | undefined): SQL | undefined {
	const { tokens, phone } = parseSearch(typed ?? '')
	const words = tokens.map((token) => sql`${search} like ${`%${likeText(token)}%`}`)
	return phone ? or(and(...words), sql`${search} like ${`%${likeText(phone)}%`}`) : and(...words)
}

/** Text that means itself in a `like` pattern. */
export function likeText(text: string): string {
	return text.replace(/[\\%_]/g, '\\$&')
}
