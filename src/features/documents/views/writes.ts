import { now } from '#platform/clock/clock.ts'
import { write } from '#platform/db/db.ts'
import type { ClientScope, LinkScope } from '#platform/scope/scope.ts'
import { documentEvent } from '../events.ts'
import type { DocumentRow } from '../reads.ts'
import { sameDay } from '../rules.ts'

/** Browsers ask for a PDF in several parts; within so long it is one look at it. */
const oneLookMs = 5 * 60_000

/**
 * Notes that a client, or who holds its direct link, opened a document; the feed hears of it once a day at most.
 * A member who only looks at what the client sees leaves no trace here.
 */
export async function noteView(scope: ClientScope | LinkScope, document: DocumentRow): Promise<void> {
	if (scope.kind === 'client' && scope.preview) return
	const at = now()
	await write(scope, async ({ client, emit }) => {
		const { rows } = await client.query<{ before: Date | null }>(
			`with known as (
				select last_at from document_views where workspace_id = $1 and document_id = $2 and contact_id = $3
			)
			insert into document_views as v (workspace_id, document_id, contact_id, first_at, last_at) values ($1, $2, $3, $4, $4)
			on conflict (workspace_id, document_id, contact_id) do update set last_at = $4, times = v.times + 1
			where v.last_at <= $5
			returning (select last_at from known) as before`,
			[scope.workspaceId, document.id, scope.contactId, at, new Date(at.getTime() - oneLookMs)],
		)
		const [view] = rows
		if (!view || (view.before && sameDay(view.before, at))) return
		const data = scope.kind === 'link' ? { linkId: scope.linkId } : {}
		await emit({ ...documentEvent('document.opened', document, data), contactId: scope.contactId })
	})
}
