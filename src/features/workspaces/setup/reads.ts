import type { Reader } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { type Setup, type SetupFacts, setupOf } from './rules.ts'

/** Where a new company stands with its first steps, told by facts; null once they are done or were put away. */
export async function setupState({ client, scope }: Reader<CompanyScope>): Promise<Setup | null> {
	const { rows } = await client.query<SetupFacts>(
		`select w.logo_light_key is not null as logo, w.brand_color <> '#d2521a' as color,
			w.phone is not null and w.support_email is not null as company, w.settings ? 'signIn' as "signIn", w.terms <> '{}' as terms,
			exists (select from deliveries d where d.workspace_id = w.workspace_id and d.channel = 'email'
				and d.status in ('sent', 'delivered')) as mail,
			exists (select from accounts a where a.workspace_id = w.workspace_id) as account,
			exists (select from contacts c where c.workspace_id = w.workspace_id and c.invited_at is not null) as invitation,
			exists (select from documents d where d.workspace_id = w.workspace_id) as document
		from workspaces w where w.workspace_id = $1 and w.setup_closed_at is null`,
		[scope.workspaceId],
	)
	return rows[0] ? setupOf(rows[0]) : null
}
