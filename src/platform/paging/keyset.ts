import { type AnyColumn, asc, desc, type SQL, sql } from 'drizzle-orm'
import { type Cursor, encodeCursor } from './cursor.ts'

/** How a list is sorted. The id is added as the last key, in the same direction. */
export interface Order {
	keys: { column: AnyColumn; type: 'text' | 'timestamptz' }[]
	id: AnyColumn
	direction: 'asc' | 'desc'
}

/** Where a page begins: after a row, before one (the page back), or at the start. */
export interface Place {
	after?: Cursor | null
	before?: Cursor | null
}

/** A row of a keyset query: `place` is the text of its sort keys. */
export interface Placed {
	id: string
	place: string
}

const separator = '\u001f'
const timePattern = /^(-?infinity|\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-][\d:]+)$/

/** False for a cursor that another sort order (or somebody's hand) made. */
export function fits(order: Order, cursor: Cursor): boolean {
	const values = cursor[0]?.split(separator) ?? []
	const shaped = order.keys.every(({ type }, i) => type === 'text' || timePattern.test(values[i] ?? ''))
	return values.length === order.keys.length && shaped && !`${cursor}`.includes('\u0000')
}

/** Parts of the query for one page: ask for `limit + 1` rows and give them to `pageAround`. */
export function keyset(order: Order, place: Place): { place: SQL<string>; where: SQL | undefined; orderBy: SQL[] } {
	const cursor = place.before ?? place.after
	const forward = (order.direction === 'asc') !== Boolean(place.before)
	const columns = [...order.keys.map((key) => key.column), order.id]
	const texts = order.keys.map(({ column }) => sql`${column}::text`)
	return {
		place: sql<string>`concat_ws(${separator}::text, ${sql.join(texts, sql`, `)})`,
		where: cursor ? beyond(order, columns, cursor, forward) : undefined,
		orderBy: columns.map((column) => (forward ? asc(column) : desc(column))),
	}
}

function beyond(order: Order, columns: AnyColumn[], cursor: Cursor, forward: boolean): SQL {
	const values = cursor[0]?.split(separator) ?? []
	const given = order.keys.map(({ type }, i) => sql`${values[i] ?? ''}::${sql.raw(type)}`)
	const left = sql.join(
		columns.map((column) => sql`${column}`),
		sql`, `,
	)
	const right = sql.join([...given, sql`${cursor[1]}::text`], sql`, `)
	return forward ? sql`(${left}) > (${right})` : sql`(${left}) < (${right})`
}

/** The page in its order, and the cursors that lead on and back (null where there is nothing). */
export function pageAround<T extends Placed>(
	found: T[],
	limit: number,
	place: Place,
): { rows: T[]; next: string | null; previous: string | null } {
	const more = found.length > limit
	const rows = place.before ? found.slice(0, limit).reverse() : found.slice(0, limit)
	const cursor = (row: T | undefined) => (row ? encodeCursor([row.place, row.id]) : null)
	return {
		rows,
		next: more || place.before ? cursor(rows.at(-1)) : null,
		previous: (place.before ? more : place.after) ? cursor(rows[0]) : null,
	}
}
