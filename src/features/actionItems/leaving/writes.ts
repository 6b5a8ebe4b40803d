import { textIn } from '#features/flows/rules.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { now } from '#platform/clock/clock.ts'
import type { Writer } from '#platform/db/db.ts'
import { itemEvent } from '../events.ts'
import type { ActionItem } from '../reads.ts'

type Withdrawn = Pick<ActionItem, 'id' | 'title' | 'projectId' | 'workOrderId' | 'accountId' | 'siteId' | 'contactId'>

const returning = `returning i.id, i.title, i.project_id as "projectId", i.work_order_id as "workOrderId", i.contact_id as "contactId",
	p.account_id as "accountId", p.site_id as "siteId"`

/**
 * A step of a hand-over: the projects go to somebody else. What is open is not the new owner's to do, and what was done
 * stays with who did it: its answers and signatures are no part of the house.
 */
export async function leaveItems(writer: Writer, projectIds: string[]): Promise<void> {
	const { client, scope } = writer
	const { rows } = await client.query<Withdrawn>(
		`update action_items i set state = 'cancelled', cancelled_at = $3, draft = null, changes = i.changes + 1, updated_at = $3
		from projects p where i.workspace_id = $1 and i.project_id = any($2) and p.workspace_id = $1 and p.id = i.project_id
			and (i.state = 'open' or (i.state = 'done' and i.contact_id is null and i.completed_by_type is distinct from 'contact'))
		${returning}`,
		[scope.workspaceId, projectIds, now()],
	)
	await client.query(
		`update action_items set contact_id = completed_by_id, changes = changes + 1, updated_at = $3
		where workspace_id = $1 and project_id = any($2) and state = 'done' and contact_id is null`,
		[scope.workspaceId, projectIds, now()],
	)
	await tell(writer, rows)
}

/** A move is taken back: what its step gave clients to do, and nobody has begun, is theirs no longer. */
export async function takeBackItems(writer: Writer, projectId: string, since: Date): Promise<void> {
	const { client, scope } = writer
	const { rows } = await client.query<Withdrawn>(
		`update action_items i set state = 'cancelled', cancelled_at = $4, changes = i.changes + 1, updated_at = $4
		from projects p where i.workspace_id = $1 and i.project_id = $2 and p.workspace_id = $1 and p.id = i.project_id
			and i.state = 'open' and i.created_by_type = 'system' and i.created_at >= $3 and i.draft is null and i.reason is null
		${returning}`,
		[scope.workspaceId, projectId, since, now()],
	)
	await tell(writer, rows)
}

async function tell(writer: Writer, items: Withdrawn[]): Promise<void> {
	if (items.length === 0) return
	const { language } = await currentWorkspace(writer)
	await writer.emit(
		...items.map((item) =>
			itemEvent('actionItem.withdrawn', { ...item, name: textIn(item.title, language, language) }),
		),
	)
}
