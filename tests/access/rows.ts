import type pg from 'pg'

interface Column {
	name: string
	type: string
	required: boolean
}
export interface Table {
	name: string
	columns: Column[]
	/** Own columns → the table and columns that they name. */
	references: { columns: string[]; table: string; to: string[] }[]
	checks: string[]
}

/** Every table of the product as the catalog describes it, those that others refer to first. */
export async function readTables(client: pg.Pool): Promise<Table[]> {
	const { rows } = await client.query<Table>(`
		select t.relname as name,
			(select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null),
				'required', a.attnotnull and not a.atthasdef) order by a.attnum)
				from pg_attribute a where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped) as columns,
			coalesce((select json_agg(json_build_object('table', r.relname,
				'columns', (select json_agg(a.attname order by k.n) from unnest(c.conkey) with ordinality k(attnum, n)
					join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum),
				'to', (select json_agg(a.attname order by k.n) from unnest(c.confkey) with ordinality k(attnum, n)
					join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.attnum)))
				from pg_constraint c join pg_class r on r.oid = c.confrelid
				where c.conrelid = t.oid and c.contype = 'f'), '[]') as references,
			coalesce((select json_agg(pg_get_constraintdef(c.oid)) from pg_constraint c
				where c.conrelid = t.oid and c.contype = 'c'), '[]') as checks
		from pg_class t where t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p') order by t.relname`)
	return parentsFirst(rows)
}

function parentsFirst(tables: Table[]): Table[] {
	const sorted: Table[] = []
	const add = (table: Table): void => {
		if (sorted.includes(table)) return
		for (const { table: name } of needed(table)) {
			const parent = tables.find((one) => one.name === name)
			if (parent && parent !== table) add(parent)
		}
		sorted.push(table)
	}
	tables.forEach(add)
	return sorted
}

function needed({ columns, references }: Table) {
	const required = (name: string) => columns.some((column) => column.name === name && column.required)
	return references.filter((reference) => reference.columns.every(required))
}

/** Whether one row of another table has to name two of this one, which may have to differ. */
export function isNamedTwice(tables: Table[], { name }: Table): boolean {
	return tables.some((other) => needed(other).filter((reference) => reference.table === name).length > 1)
}

/**
 * A row with only what must be there, made up from the catalog alone, so that a table of tomorrow gets one too.
 * `made` holds the rows made before in this workspace, by table; a number makes one that differs from the last.
 */
export function makeUpRow(
	table: Table,
	workspaceId: string,
	made: Map<string, Record<string, unknown>[]>,
	number = '',
): Record<string, unknown> {
	const row: Record<string, unknown> = { workspace_id: workspaceId }
	const named = new Map<string, number>()
	for (const { columns, table: parent, to } of needed(table)) {
		const rows = made.get(parent) ?? []
		const nth = named.get(parent) ?? 0
		named.set(parent, nth + 1)
		const target = rows[nth] ?? rows[0]
		for (const [i, column] of columns.entries()) row[column] = target?.[to[i] ?? '']
	}
	for (const { name, type, required } of table.columns) {
		if (required && !(name in row))
			row[name] = allowed(table, name) ?? sampleOf(type, `${workspaceId} ${name}${number}`)
	}
	return row
}

/** The first of the values that a check lists for the column. */
function allowed({ checks }: Table, column: string): string | undefined {
	const check = checks.find((text) => new RegExp(`\\(\\(?${column} = `).test(text))
	return /'([^']+)'/.exec(check ?? '')?.[1]
}

function sampleOf(type: string, text: string): unknown {
	if (type === 'text') return text
	if (type.startsWith('timestamp')) return new Date()
	if (type === 'jsonb') return '{}'
	if (type === 'boolean') return false
	if (type.endsWith('[]')) return []
	return 1
}
