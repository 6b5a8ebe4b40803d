import { createHash } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import type { DocumentRow } from '#features/documents/reads.ts'
import { addDocuments } from '#features/documents/writes.ts'
import { textIn } from '#features/flows/rules.ts'
import { moveOnWhenDone } from '#features/projects/required/writes.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import type { UploadedFile } from '#platform/files/upload.ts'
import { newId } from '#platform/id/id.ts'
import type { ClientScope, KeyScope, StaffScope } from '#platform/scope/scope.ts'
import { filesOf } from '../answers/reads.ts'
import { itemEvent } from '../events.ts'
import { type ActionItem, findItem } from '../reads.ts'
import { type ItemProblem, readAnswers, readDrawing, signedText } from '../rules.ts'
import { actionItemAnswers, actionItemFiles, type Signature } from '../tables.ts'
import { heldItem, type ItemConflict, put } from '../writes.ts'

export type Completed =
	| { ok: true; item: ActionItem }
	| { ok: false; reason: 'not_found' }
	/** Not complete; what was typed and sent is kept for the next try. */
	| { ok: false; reason: 'invalid'; problems: ItemProblem[] }
	| ItemConflict

export interface Completion {
	values: Record<string, string>
	/** Each with the name of its field; of an upload, `file`. */
	files?: UploadedFile[]
	/** Where it is done from, for what is signed. */
	from?: { ip: string; userAgent: string }
}

/** Does what was asked. Of two devices the first does it; the second learns by whom and when it was done. */
export function completeItem(
	scope: ClientScope | KeyScope | StaffScope,
	id: string,
	{ values, files = [], from }: Completion,
): Promise<Completed> {
	return write(scope, async (writer): Promise<Completed> => {
		const held = await heldItem(writer, id, 'open')
		if (!held.ok) return held
		const { item } = held
		// A signature is its signer's own, and nobody else's.
		if (item.kind === 'sign' && (scope.kind !== 'client' || !from))
			return { ok: false, reason: 'invalid', problems: [{ path: '', code: 'client_must_sign' }] }
		await addFiles(writer, item, files)
		const ready = (await filesOf(writer, [id])).filter((file) => file.answerId === null)
		const counts = new Map<string, number>()
		for (const { field } of ready) counts.set(field ?? 'file', (counts.get(field ?? 'file') ?? 0) + 1)
		const { answers, problems } = readAnswers(item, { values, files: counts })
		if (problems.length > 0) {
			if (scope.kind === 'client') await put(writer, item, { draft: { by: scope.contactId, values } })
			return { ok: false, reason: 'invalid', problems }
		}
		const answerId = newId('ans', now().getTime())
		const { language } = await currentWorkspace(writer)
		await writer.db.insert(actionItemAnswers).values({
			workspaceId: scope.workspaceId,
			id: answerId,
			itemId: id,
			answers,
			signature:
				scope.kind === 'client' && from && item.kind === 'sign' ? sign(scope, item, values, from, language) : null,
			byType: writer.actor.type,
			byId: writer.actor.id,
			at: now(),
		})
		await writer.db
			.update(actionItemFiles)
			.set({ answerId })
			.where(
				and(
					eq(actionItemFiles.workspaceId, scope.workspaceId),
					eq(actionItemFiles.itemId, id),
					isNull(actionItemFiles.answerId),
				),
			)
		await put(writer, item, {
			state: 'done',
			reason: null,
			draft: null,
			completedAt: now(),
			completedByType: writer.actor.type,
			completedById: writer.actor.id,
		})
		const name = textIn(item.title, language, language)
		await writer.emit(itemEvent('actionItem.completed', { ...item, name }, { kind: item.kind }))
		await moveOnWhenDone(writer, item.projectId)
		const done = await findItem(writer, id)
		return done ? { ok: true, item: done } : { ok: false, reason: 'not_found' }
	})
}

function sign(
	{ locale }: ClientScope,
	item: ActionItem,
	values: Record<string, string>,
	{ ip, userAgent }: { ip: string; userAgent: string },
	language: string,
): Signature {
	const text = signedText(item, locale, language)
	const hash = createHash('sha256').update(text).digest('hex')
	const name = values.name?.trim() ?? ''
	return { name, drawing: readDrawing(values.drawing), text, hash, ip, userAgent: userAgent.slice(0, 400) }
}

/** Takes files that lie in the storage: documents of the item's account, ready for its answer. */
export async function addFiles(
	writer: Writer,
	item: ActionItem,
	files: readonly UploadedFile[],
): Promise<DocumentRow[]> {
	const documents: DocumentRow[] = []
	const { language } = await currentWorkspace(writer)
	for (const file of files) {
		const field = fieldOf(item, file.field)
		const label = item.fields.find((one) => one.id === field)?.label ?? item.title
		const [document] = await addDocuments(writer, [file], {
			...placeOf(item),
			title: titleOf(textIn(label, language, language)),
		})
		if (!document) continue
		await linkFiles(writer, item, [document.id], field)
		documents.push(document)
	}
	return documents
}

export const placeOf = ({ accountId, siteId, projectId }: ActionItem) => ({
	accountId,
	siteId,
	projectId,
	folder: 'clientDocuments' as const,
	sharedWithPortal: true,
})

const titleOf = (label: string) => label.replace(/\s+/g, ' ').slice(0, 190) || 'File'

/** Which field of a form a file's name in it means; null for an upload's. */
export function fieldOf({ fields }: Pick<ActionItem, 'fields'>, name: string): string | null {
	const id = name.startsWith('f_') ? name.slice(2) : name
	return fields.find((one) => one.id === id && one.type === 'photo')?.id ?? null
}

export async function linkFiles(
	writer: Writer,
	item: ActionItem,
	ids: readonly string[],
	field: string | null,
): Promise<void> {
	if (ids.length === 0) return
	await writer.db
		.insert(actionItemFiles)
		.values(ids.map((documentId) => ({ workspaceId: writer.scope.workspaceId, itemId: item.id, documentId, field })))
}
