import { and, desc, eq, inArray, isNull } from 'drizzle-orm'
import { documents } from '#features/documents/tables.ts'
import { namesOf } from '#features/people/feed/reads.ts'
import type { Reader } from '#platform/db/db.ts'
import { type ActionItem, findItem } from '../reads.ts'
import { actionItemAnswers, actionItemFiles } from '../tables.ts'

export interface ItemFile {
	id: string
	title: string
	contentType: string
	/** Of a form: which field it belongs to. */
	field: string | null
	answerId: string | null
}

export interface ItemAnswer extends Omit<typeof actionItemAnswers.$inferSelect, 'workspaceId'> {
	/** Who gave it; null for the product itself. */
	by: string | null
	files: ItemFile[]
}

/** What was answered to items, the newest first, and what lies ready for the next answer. Three queries. */
export async function answersOf(
	reader: Reader,
	itemIds: string[],
): Promise<{ answers: ItemAnswer[]; waiting: (ItemFile & { itemId: string })[] }> {
	if (itemIds.length === 0) return { answers: [], waiting: [] }
	const { db, scope } = reader
	const rows = await db
		.select()
		.from(actionItemAnswers)
		.where(and(eq(actionItemAnswers.workspaceId, scope.workspaceId), inArray(actionItemAnswers.itemId, itemIds)))
		.orderBy(desc(actionItemAnswers.id))
	const files = await filesOf(reader, itemIds)
	const names = await namesOf(
		reader,
		rows.map((row) => ({ actor_id: row.byId, contact_id: null })),
	)
	return {
		answers: rows.map(({ workspaceId: _, ...row }) => ({
			...row,
			by: (row.byId && names.get(row.byId)) || null,
			files: files.filter((file) => file.answerId === row.id),
		})),
		waiting: files.filter((file) => file.answerId === null),
	}
}

/** Files of items that were not removed, oldest first. One query. */
export function filesOf({ db, scope }: Reader, itemIds: string[]) {
	return db
		.select({
			itemId: actionItemFiles.itemId,
			id: documents.id,
			title: documents.title,
			contentType: documents.contentType,
			field: actionItemFiles.field,
			answerId: actionItemFiles.answerId,
		})
		.from(actionItemFiles)
		.innerJoin(
			documents,
			and(eq(documents.workspaceId, actionItemFiles.workspaceId), eq(documents.id, actionItemFiles.documentId)),
		)
		.where(
			and(
				eq(actionItemFiles.workspaceId, scope.workspaceId),
				inArray(actionItemFiles.itemId, itemIds),
				isNull(documents.removedAt),
			),
		)
		.orderBy(documents.id)
}

/** An item with all that was answered to it; null for one that this scope may not see. Four queries. */
export async function findItemWithAnswers(
	reader: Reader,
	id: string,
): Promise<{ item: ActionItem; answers: ItemAnswer[]; waiting: ItemFile[] } | null> {
	const item = await findItem(reader, id)
	return item && { item, ...(await answersOf(reader, [item.id])) }
}
