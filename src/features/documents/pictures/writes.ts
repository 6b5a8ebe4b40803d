import { and, eq, inArray } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { actorOf, type CompanyScope } from '#platform/scope/scope.ts'
import { documentEvent } from '../events.ts'
import { inFolders } from '../policy.ts'
import { type DocumentRow, isPicture } from '../reads.ts'
import { documents, picturePairs } from '../tables.ts'
import { findPair } from './reads.ts'
import type { Pair, PairRefusal } from './rules.ts'

export type Paired =
	| { ok: true; pair: Pair; made: boolean }
	| { ok: false; reason: PairRefusal; path: 'beforeId' | 'afterId' }

/** Sets two pictures beside each other. Asked again for the same two, it gives the pair that there is. */
export function pairPictures(scope: CompanyScope, wish: { beforeId: string; afterId: string }): Promise<Paired> {
	return write(scope, async (writer): Promise<Paired> => {
		const [before, after] = await lockBoth(writer, wish)
		if (!before) return { ok: false, reason: 'picture_unknown', path: 'beforeId' }
		if (!after || after.id === before.id) return { ok: false, reason: 'picture_unknown', path: 'afterId' }
		if (after.accountId !== before.accountId) return { ok: false, reason: 'picture_elsewhere', path: 'afterId' }
		for (const { id, beforeId, afterId } of await pairsWith(writer, [before.id, after.id])) {
			const pair = await findPair(writer, id)
			// Its other half was removed: nobody sees it any more, and it stands in nobody's way.
			if (!pair) await drop(writer, id)
			else if (beforeId === before.id && afterId === after.id) return { ok: true, pair, made: false }
			else {
				const path = [beforeId, afterId].includes(before.id) ? 'beforeId' : 'afterId'
				return { ok: false, reason: 'picture_paired', path }
			}
		}
		const { type: createdByType, id: createdById } = actorOf(scope)
		const at = now()
		const id = newId('ppr', at.getTime())
		const { workspaceId } = scope
		const row = { workspaceId, id, beforeId: before.id, afterId: after.id, createdByType, createdById, createdAt: at }
		await writer.db.insert(picturePairs).values(row)
		await writer.emit(pairedEvent(id, before, after))
		const pair = await findPair(writer, id)
		if (!pair) throw new Error('a pair that was just made is not there')
		return { ok: true, pair, made: true }
	})
}

/** In the order of their ids, so that two who pair the same pictures wait for each other only once. */
async function lockBoth(
	{ db, scope }: Writer<CompanyScope>,
	{ beforeId, afterId }: { beforeId: string; afterId: string },
) {
	const rows = await db
		.select()
		.from(documents)
		.where(and(inFolders(scope), isPicture, inArray(documents.id, [beforeId, afterId])))
		.orderBy(documents.id)
		.for('update')
	return [rows.find(({ id }) => id === beforeId), rows.find(({ id }) => id === afterId)] as const
}

async function pairsWith({ client, scope }: Writer, ids: string[]) {
	const { rows } = await client.query<{ id: string; beforeId: string; afterId: string }>(
		`select id, before_id as "beforeId", after_id as "afterId" from picture_pairs
		where workspace_id = $1 and (before_id = any($2) or after_id = any($2)) order by id`,
		[scope.workspaceId, ids],
	)
	return rows
}

function drop({ db, scope }: Writer, id: string) {
	return db
		.delete(picturePairs)
		.where(and(eq(picturePairs.workspaceId, scope.workspaceId), eq(picturePairs.id, id)))
		.returning({ id: picturePairs.id })
}

/** Takes a pair apart; its pictures stay. False when there is none, or somebody was faster. */
export function unpairPictures(scope: CompanyScope, id: string): Promise<boolean> {
	return write(scope, async (writer) => {
		const pair = await findPair(writer, id)
		if (!pair || (await drop(writer, id)).length === 0) return false
		const { before, after } = pair
		await writer.emit(documentEvent('document.unpaired', before, { pairId: id, afterId: after.id, after: after.title }))
		return true
	})
}

/** What was before is after. A pair that somebody swapped or took apart meanwhile is left as it is. */
export function swapPair(scope: CompanyScope, id: string): Promise<Paired | null> {
	return write(scope, async (writer): Promise<Paired | null> => {
		const pair = await findPair(writer, id)
		if (!pair) return null
		const [beforeId, afterId] = [pair.after.id, pair.before.id]
		const swapped = await writer.db
			.update(picturePairs)
			.set({ beforeId, afterId })
			.where(
				and(
					eq(picturePairs.workspaceId, scope.workspaceId),
					eq(picturePairs.id, id),
					eq(picturePairs.beforeId, pair.before.id),
				),
			)
			.returning({ id: picturePairs.id })
		if (swapped.length > 0) await writer.emit(pairedEvent(id, pair.after, pair.before))
		return { ok: true, pair: { id, before: pair.after, after: pair.before }, made: false }
	})
}

function pairedEvent(pairId: string, before: DocumentRow, after: DocumentRow) {
	return documentEvent('document.paired', before, { pairId, afterId: after.id, after: after.title })
}
