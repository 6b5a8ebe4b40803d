/** The place after which a keyset page goes on: the sort value and the id of the last row. */
export type Cursor = readonly [value: string | null, id: string]

/** Opaque text for a URL. It says only where to go on; what may be seen is decided by the query. */
export function encodeCursor(cursor: Cursor): string {
	return Buffer.from(JSON.stringify(cursor)).toString('base64url')
}

/** Null for anything that `encodeCursor` did not make. */
export function decodeCursor(text: string | null | undefined): Cursor | null {
	if (!text || text.length > 1000) return null
	try {
		const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
		if (!Array.isArray(value) || value.length !== 2 || typeof value[1] !== 'string') return null
		if (value[0] !== null && typeof value[0] !== 'string') return null
		return [value[0], value[1]]
	} catch {
		return null
	}
}

/** Of `limit + 1` rows asked for, the page and the cursor of the next one (null at the end). */
export function pageOf<T>(
	rows: T[],
	limit: number,
	cursorOf: (row: T) => Cursor,
): { data: T[]; nextCursor: string | null } {
	const data = rows.slice(0, limit)
	const last = data.at(-1)
	return { data, nextCursor: rows.length > limit && last ? encodeCursor(cursorOf(last)) : null }
}
