import { readOnce } from '#platform/db/db.ts'
import { systemScope } from '#platform/scope/make.ts'
import { type ContactFacts, reachColumns, reachGroup, reachJoins } from '../reach/reads.ts'
import { previewRoles } from './policy.ts'

/** A preview that runs, and the contact whose portal is looked at. */
export interface Preview extends ContactFacts {
	id: string
	memberId: string
	memberLanguage: string
}

/**
 * The preview behind a token. It stands on the member's own session: once that has ended, or the member may not
 * preview any more, there is none. The contact's status is not asked: what a suspended one would see can be looked at.
 */
export async function findPreview(workspaceId: string, tokenHash: string): Promise<Preview | null> {
	const values = [workspaceId, tokenHash, previewRoles]
	const [preview] = await readOnce<Preview>(systemScope({ workspaceId }), { ...query, values })
	return preview ?? null
}

const query = {
	name: 'preview',
	text: `select p.id, m.id as "memberId", m.language as "memberLanguage", ${reachColumns}
	from previews p
	join sessions s on s.workspace_id = p.workspace_id and s.id = p.session_id and s.member_id = p.member_id and s.expires_at > now()
	join members m on m.workspace_id = p.workspace_id and m.id = p.member_id and m.status = 'active' and m.role = any($3)
	join contacts c on c.workspace_id = p.workspace_id and c.id = p.contact_id and c.archived_at is null
	${reachJoins}
	where p.workspace_id = $1 and p.token_hash = $2 and p.ended_at is null and p.expires_at > now()
	group by p.workspace_id, p.id, m.workspace_id, m.id, ${reachGroup}`,
}
