import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { documentEvent } from '../events.ts'
import { daysRemovedKept } from './rules.ts'

/** Takes contents out of storage that no document names any more. */
export const discardJob = 'document-discard'

const batch = 200

/** Removes for good what was removed so long ago that nobody brings it back. */
export async function purgeDocuments(scope: SystemScope): Promise<void> {
	const over = new Date(now().getTime() - daysRemovedKept * 86_400_000)
	const removedAt = 'workspace_id = $1 and removed_at < $2'
	for (let purged = batch; purged === batch; ) {
		purged = await write(scope, (writer) => deleteDocuments(writer, removedAt, [over]))
	}
}

interface Gone {
	id: string
	accountId: string
	siteId: string | null
	title: string
	folder: string
	storage_key: string
	thumbnail_key: string | null
	display_key: string | null
}

/**
 * Deletes a batch of documents (`which`: a condition, whose values begin at $2) wherever they hang, in the caller's
 * transaction; their contents go once it is committed. Returns how many there were.
 */
export async function deleteDocuments(writer: Writer<SystemScope>, which: string, values: unknown[]): Promise<number> {
	const { client, scope } = writer
	const { rows: due } = await client.query<{ id: string }>(
		`select id from documents where ${which} order by id limit ${batch} for update skip locked`,
		[scope.workspaceId, ...values],
	)
	if (due.length === 0) return 0
	const among = [scope.workspaceId, due.map(({ id }) => id)]
	await client.query('delete from message_attachments where workspace_id = $1 and document_id = any($2)', among)
	const { rows: earlier } = await client.query<{ storage_key: string }>(
		'select storage_key from document_versions where workspace_id = $1 and document_id = any($2)',
		among,
	)
	const { rows } = await client.query<Gone>(
		`delete from documents where workspace_id = $1 and id = any($2)
		returning id, account_id as "accountId", site_id as "siteId", title, folder, storage_key, thumbnail_key, display_key`,
		among,
	)
	const keys = [
		...rows.flatMap((row) => [row.storage_key, row.thumbnail_key, row.display_key]),
		...earlier.map((row) => row.storage_key),
	].filter((key) => key !== null)
	await writer.enqueue(discardJob, { keys })
	await writer.emit(...rows.map((row) => documentEvent('document.purged', row)))
	return rows.length
}
