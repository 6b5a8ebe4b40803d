import { read } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { belongings } from './belongings/writes.ts'
import type { ErasureReport } from './rules.ts'

/** What an erasure of this person would do, in figures, for the page that asks whether to. */
export function erasurePlan(scope: CompanyScope, contactId: string): Promise<Omit<ErasureReport, 'pseudonymised'>> {
	return read(scope, async ({ client }) => {
		const among = [scope.workspaceId, [contactId]]
		const one = async (query: string) => Number((await client.query<{ n: number }>(query, among)).rows[0]?.n ?? 0)
		const count = (rest: string) => one(`select count(*)::int as n from ${rest}`)
		const removed = {
			...(await belongings(client, scope.workspaceId, [contactId])),
			documents: await count(`documents where workspace_id = $1 and author_type = 'contact' and author_id = any($2)`),
			deliveries: await count('deliveries where workspace_id = $1 and contact_id = any($2)'),
		}
		const kept = {
			conversations: await count('conversations where workspace_id = $1 and contact_id = any($2)'),
			messages: await count(
				'messages where workspace_id = $1 and conversation_id in (select id from conversations where workspace_id = $1 and contact_id = any($2))',
			),
			events: await count('events where workspace_id = $1 and contact_id = any($2)'),
		}
		return { removed, kept }
	})
}
