import { and, asc, desc, eq, inArray, isNotNull, isNull, lt } from 'drizzle-orm'
import type { Reader } from '#platform/db/db.ts'
import { isId } from '#platform/id/id.ts'
import { decodeCursor, encodeCursor } from '#platform/paging/cursor.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { actionItemTemplates } from '../tables.ts'

export type ItemTemplate = Omit<typeof actionItemTemplates.$inferSelect, 'workspaceId' | 'readyMade'>

const columns = {
	id: actionItemTemplates.id,
	kind: actionItemTemplates.kind,
	title: actionItemTemplates.title,
	instructions: actionItemTemplates.instructions,
	fields: actionItemTemplates.fields,
	dueDays: actionItemTemplates.dueDays,
	createdAt: actionItemTemplates.createdAt,
	updatedAt: actionItemTemplates.updatedAt,
	archivedAt: actionItemTemplates.archivedAt,
}

/** One template, archived ones too. */
export async function findTemplate({ db, scope }: Reader, id: string): Promise<ItemTemplate | null> {
	if (!isId('ait', id)) return null
	const [row] = await db
		.select(columns)
		.from(actionItemTemplates)
		.where(and(eq(actionItemTemplates.workspaceId, scope.workspaceId), eq(actionItemTemplates.id, id)))
	return row ?? null
}

const most = 200

/** Those in use (or those in the archive), in the order in which they were made. */
export function templates({ db, scope }: Reader<CompanyScope>, { archived = false } = {}): Promise<ItemTemplate[]> {
	return db
		.select(columns)
		.from(actionItemTemplates)
		.where(
			and(
				eq(actionItemTemplates.workspaceId, scope.workspaceId),
				archived ? isNotNull(actionItemTemplates.archivedAt) : isNull(actionItemTemplates.archivedAt),
			),
		)
		.orderBy(asc(actionItemTemplates.id))
		.limit(most)
}

/** Those of these ids that are in use. */
export function templatesByIds({ db, scope }: Reader, ids: readonly string[]): Promise<ItemTemplate[]> {
	if (ids.length === 0) return Promise.resolve([])
	return db
		.select(columns)
		.from(actionItemTemplates)
		.where(
			and(
				eq(actionItemTemplates.workspaceId, scope.workspaceId),
				inArray(actionItemTemplates.id, [...ids]),
				isNull(actionItemTemplates.archivedAt),
			),
		)
}

/** One page of templates, newest first. */
export async function listTemplates(
	{ db, scope }: Reader<CompanyScope>,
	{ archived }: { archived: boolean },
	page: { after?: string | null; limit: number },
): Promise<{ rows: ItemTemplate[]; next: string | null }> {
	const from = decodeCursor(page.after ?? null)?.[1]
	const found = await db
		.select(columns)
		.from(actionItemTemplates)
		.where(
			and(
				eq(actionItemTemplates.workspaceId, scope.workspaceId),
				archived ? isNotNull(actionItemTemplates.archivedAt) : isNull(actionItemTemplates.archivedAt),
				from ? lt(actionItemTemplates.id, from) : undefined,
			),
		)
		.orderBy(desc(actionItemTemplates.id))
		.limit(page.limit + 1)
	const rows = found.slice(0, page.limit)
	const last = rows.at(-1)
	return { rows, next: found.length > page.limit && last ? encodeCursor([null, last.id]) : null }
}
