import type pg from 'pg'
import type { Writer } from '#platform/db/db.ts'

/** Stays: that it was asked for, and what came of it. */
const staying = ['erasures']

/**
 * Tables whose rows belong to a contact so much that they go with it (`on delete cascade`): sessions, codes, links,
 * views and whatever is added one day. Read from the catalog, so that none is forgotten.
 */
async function ownTables(client: pg.ClientBase): Promise<{ table: string; column: string }[]> {
	const { rows } = await client.query<{ table: string; column: string }>(
		`select t.relname as table, a.attname as column from pg_constraint c
		join pg_class t on t.oid = c.conrelid
		join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[2]
		where c.contype = 'f' and c.confrelid = 'contacts'::regclass and c.confdeltype = 'c'
			and cardinality(c.conkey) = 2 and t.relname <> all($1)
		order by t.relname`,
		[staying],
	)
	return rows
}

/** How many rows of each such table these contacts have. */
export async function belongings(
	client: pg.ClientBase,
	workspaceId: string,
	ids: string[],
): Promise<Record<string, number>> {
	const counts: Record<string, number> = {}
	for (const { table, column } of await ownTables(client)) {
		const { rows } = await client.query<{ n: number }>(
			`select count(*)::int as n from ${table} where workspace_id = $1 and ${column} = any($2)`,
			[workspaceId, ids],
		)
		if (rows[0]?.n) counts[nameOf(table)] = rows[0].n
	}
	return counts
}

export async function deleteBelongings({ client, scope }: Writer, ids: string[]): Promise<Record<string, number>> {
	const counts: Record<string, number> = {}
	for (const { table, column } of await ownTables(client)) {
		const { rowCount } = await client.query(`delete from ${table} where workspace_id = $1 and ${column} = any($2)`, [
			scope.workspaceId,
			ids,
		])
		if (rowCount) counts[nameOf(table)] = rowCount
	}
	return counts
}

const nameOf = (table: string) => table.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
