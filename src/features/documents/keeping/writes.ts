import { and, eq, inArray, isNotNull, ne } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import { sqlState, type Writer, write } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { type DocumentEvent, documentEvent } from '../events.ts'
import { inFolders, mayKeep, visible } from '../policy.ts'
import type { DocumentRow } from '../reads.ts'
import type { Folder } from '../rules.ts'
import type { DocumentChange } from '../schema.ts'
import { documents } from '../tables.ts'
import { type FieldProblem, findPlace, projectOf, setWords } from '../writes.ts'

/** Shows documents in the portal, or hides them again. Gives back those that changed. */
export async function shareDocuments(scope: CompanyScope, ids: string[], shared: boolean): Promise<DocumentRow[]> {
	return changeMany(scope, ids, shared ? 'document.shared' : 'document.unshared', (writer) =>
		writer.db
			.update(documents)
			.set({ sharedWithPortal: shared, updatedAt: now() })
			.where(and(inFolders(scope), inArray(documents.id, ids), ne(documents.sharedWithPortal, shared)))
			.returning(),
	)
}

export async function moveDocuments(scope: CompanyScope, ids: string[], folder: Folder): Promise<DocumentRow[]> {
	return changeMany(scope, ids, 'document.moved', (writer) =>
		writer.db
			.update(documents)
			.set({ folder, updatedAt: now() })
			.where(and(inFolders(scope), inArray(documents.id, ids), ne(documents.folder, folder)))
			.returning(),
	)
}

/** Takes documents out of sight of everybody; `restoreDocuments` brings them back. */
export async function removeDocuments(scope: CompanyScope, ids: string[]): Promise<DocumentRow[]> {
	return changeMany(scope, ids, 'document.removed', (writer) =>
		writer.db
			.update(documents)
			.set({ removedAt: now(), updatedAt: now() })
			.where(and(visible(scope), inArray(documents.id, ids)))
			.returning(),
	)
}

export async function restoreDocuments(scope: CompanyScope, ids: string[]): Promise<DocumentRow[]> {
	if (!mayKeep(scope)) return []
	return changeMany(scope, ids, 'document.restored', (writer) =>
		writer.db
			.update(documents)
			.set({ removedAt: null, updatedAt: now() })
			.where(
				and(eq(documents.workspaceId, scope.workspaceId), isNotNull(documents.removedAt), inArray(documents.id, ids)),
			)
			.returning(),
	)
}

function changeMany(
	scope: CompanyScope,
	ids: string[],
	event: DocumentEvent,
	change: (writer: Writer) => Promise<DocumentRow[]>,
): Promise<DocumentRow[]> {
	if (ids.length === 0) return Promise.resolve([])
	return write(scope, async (writer) => {
		const changed = await change(writer)
		await writer.emit(...changed.map((row) => documentEvent(event, row)))
		return changed
	})
}

export type Changed =
	| { ok: true; document: DocumentRow }
	| { ok: false; reason: 'unknown' }
	| ({ ok: false; reason: 'invalid' } & FieldProblem)

/** Changes what is named and leaves the rest. */
export async function changeDocument(scope: CompanyScope, id: string, change: DocumentChange): Promise<Changed> {
	try {
		return await write(scope, async (writer) => {
			const { db } = writer
			const [before] = await db
				.select()
				.from(documents)
				.where(and(inFolders(scope), eq(documents.id, id)))
				.for('update')
			if (!before) return { ok: false, reason: 'unknown' }
			if (change.siteId) {
				const place = await findPlace(writer, { accountId: before.accountId, siteId: change.siteId })
				if (!place.ok) return { ok: false, reason: 'invalid', path: 'siteId', code: 'site_unknown' }
			}
			const projectId = change.projectId === undefined ? before.projectId : change.projectId
			if (change.projectId && (await projectOf(writer, change.projectId))?.accountId !== before.accountId)
				return { ok: false, reason: 'invalid', path: 'projectId', code: 'project_unknown' }
			if (change.milestone && !projectId)
				return { ok: false, reason: 'invalid', path: 'milestone', code: 'project_missing' }
			const mine = and(eq(documents.workspaceId, scope.workspaceId), eq(documents.id, id))
			const [after] = await db
				.update(documents)
				.set({ ...change, ...(projectId === null && { milestone: null }), updatedAt: now() })
				.where(mine)
				.returning()
			if (!after) return { ok: false, reason: 'unknown' }
			if (after.title !== before.title) await setWords(writer, after)
			await writer.emit(...differences(before, after))
			return { ok: true, document: after }
		})
	} catch (error) {
		if (sqlState(error)?.code !== '23505') throw error
		return { ok: false, reason: 'invalid', path: 'externalId', code: 'external_id_taken' }
	}
}

function differences(before: DocumentRow, after: DocumentRow) {
	const moved = after.folder !== before.folder || after.siteId !== before.siteId
	return [
		...(after.title === before.title ? [] : [documentEvent('document.renamed', after, { from: before.title })]),
		...(moved ? [documentEvent('document.moved', after, { from: before.folder })] : []),
		...(after.caption === before.caption ? [] : [documentEvent('document.captioned', after)]),
		...(after.sharedWithPortal === before.sharedWithPortal
			? []
			: [documentEvent(after.sharedWithPortal ? 'document.shared' : 'document.unshared', after)]),
	]
}
