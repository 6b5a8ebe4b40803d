import type { Reader } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import type { Changes } from '../events.ts'

/** What somebody else changed while an editor had the record open. */
export interface ForeignChange {
	field: string
	from: unknown
	to: unknown
	/** Name of the member or key; empty where the contact itself or the product did it. */
	by: string
}

/** The fields that were changed after `since` (the record's `updatedAt` as the editor saw it), the last change of each. */
export async function changesSince(
	{ client, scope }: Reader<CompanyScope>,
	subjectId: string,
	since: Date,
): Promise<ForeignChange[]> {
	const { rows } = await client.query<{ changes: Changes; by: string }>(
		`select e.data->'changes' as changes, coalesce(m.name, k.name, '') as by from events e
		left join members m on m.workspace_id = e.workspace_id and m.id = e.actor_id
		left join api_keys k on k.workspace_id = e.workspace_id and k.id = e.actor_id
		where e.workspace_id = $1 and e.subject_id = $2 and e.data->>'version' > $3 and e.data ? 'changes'
		order by e.id`,
		[scope.workspaceId, subjectId, since.toISOString()],
	)
	const last = new Map<string, ForeignChange>()
	for (const { changes, by } of rows)
		for (const [field, { from, to }] of Object.entries(changes)) {
			last.set(field, { field, from: last.get(field)?.from ?? from, to, by })
		}
	return [...last.values()]
}
