import { contactLinks } from '#features/people/tables.ts'
import { now } from '#platform/clock/clock.ts'
import type { Writer } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { sharedByInviter } from '../../reach/reads.ts'

type Shared = { contactId: string; accountId: string; siteId: string | null; projectId: string | null }

/**
 * Makes delegates' links with these accounts those that their inviters share with them today, as a step of an operation that
 * is about to change what the inviters have there: none of these links opens more afterwards than it was lent for.
 */
export async function holdToShared({ client, db, scope }: Writer, accountIds: readonly string[]): Promise<void> {
	const values = [scope.workspaceId, accountIds]
	const { rows } = await client.query<Shared>(
		`select distinct l.contact_id as "contactId", l.account_id as "accountId", coalesce(l.site_id, il.site_id) as "siteId",
			coalesce(l.project_id, il.project_id) as "projectId"
		from contact_links l join contacts c on c.workspace_id = l.workspace_id and c.id = l.contact_id
		join contact_links il on il.workspace_id = l.workspace_id and il.contact_id = c.delegate_of and ${sharedByInviter}
		where l.workspace_id = $1 and l.account_id = any($2)`,
		values,
	)
	await client.query(
		`delete from contact_links l using contacts c where l.workspace_id = $1 and l.account_id = any($2)
			and c.workspace_id = $1 and c.id = l.contact_id and c.delegate_of is not null`,
		values,
	)
	if (rows.length === 0) return
	const links = rows.map((row) => ({ workspaceId: scope.workspaceId, id: newId('lnk'), createdAt: now(), ...row }))
	await db.insert(contactLinks).values(links)
}
