import { deleteDocuments } from '#features/documents/purging/writes.ts'
import { now } from '#platform/clock/clock.ts'
import { write } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { daysUnsentKept } from './rules.ts'

/** Removes files that were sent up for a message which was never sent. */
export async function sweepAttachments(scope: SystemScope): Promise<void> {
	const over = new Date(now().getTime() - daysUnsentKept * 86_400_000)
	const unsent = `workspace_id = $1 and attachment and created_at < $2 and not exists (
		select from message_attachments a where a.workspace_id = $1 and a.document_id = documents.id)`
	while ((await write(scope, (writer) => deleteDocuments(writer, unsent, [over]))) > 0);
}
