import { and, desc, eq, gt } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import { type Reader, readOnce } from '#platform/db/db.ts'
import { systemScope } from '#platform/scope/make.ts'
import type { CompanyScope, Role } from '#platform/scope/scope.ts'
import { type ContactFacts, reachColumns, reachGroup, reachJoins, reachOpen } from '../reach/reads.ts'
import { sessions } from '../tables.ts'

export interface ClientSession extends ContactFacts {
	id: string
	lastSeenAt: Date
	/** The latest version of the terms that it has accepted. */
	termsVersion: number
}

export interface StaffSession {
	id: string
	lastSeenAt: Date
	memberId: string
	name: string
	email: string
	role: Role
	language: string
	/** It came in with a second factor, or with a passkey, which is two in one. */
	twoFactor: boolean
}

/**
 * The contact behind a session token, with all that decides what it may see. One query: it runs on
 * every page. A suspended or archived contact, one whose accounts all have the portal off, and one whose inviter is out,
 * give nothing.
 */
export async function findClientSession(workspaceId: string, tokenHash: string): Promise<ClientSession | null> {
	const values = [workspaceId, tokenHash]
	const [session] = await readOnce<ClientSession>(systemScope({ workspaceId }), { ...clientQuery, values })
	return session ?? null
}

/** The active member behind a session token. */
export async function findStaffSession(workspaceId: string, tokenHash: string): Promise<StaffSession | null> {
	const values = [workspaceId, tokenHash]
	const [session] = await readOnce<StaffSession>(systemScope({ workspaceId }), { ...staffQuery, values })
	return session ?? null
}

/** Where a contact is signed in, as the company sees it, the last used first. */
export function contactSessions({ db, scope }: Reader<CompanyScope>, contactId: string) {
	return db
		.select({
			id: sessions.id,
			method: sessions.method,
			userAgent: sessions.userAgent,
			ip: sessions.ip,
			createdAt: sessions.createdAt,
			lastSeenAt: sessions.lastSeenAt,
		})
		.from(sessions)
		.where(
			and(
				eq(sessions.workspaceId, scope.workspaceId),
				eq(sessions.contactId, contactId),
				gt(sessions.expiresAt, now()),
			),
		)
		.orderBy(desc(sessions.lastSeenAt), desc(sessions.id))
		.limit(50)
}

const clientQuery = {
	name: 'client-session',
	text: `select s.id, s.last_seen_at as "lastSeenAt", c.terms_version as "termsVersion", ${reachColumns}
	from sessions s
	join contacts c on c.workspace_id = s.workspace_id and c.id = s.contact_id
	${reachJoins}
	where s.workspace_id = $1 and s.token_hash = $2 and s.actor_type = 'contact' and s.expires_at > now()
		and c.portal_status = 'enrolled' and c.archived_at is null
	group by s.workspace_id, s.id, ${reachGroup}
	having ${reachOpen}`,
}

const staffQuery = {
	name: 'staff-session',
	text: `select s.id, s.last_seen_at as "lastSeenAt", m.id as "memberId", m.name, m.email, m.role, m.language,
		(m.totp_enabled_at is not null or s.method = 'passkey') as "twoFactor"
	from sessions s
	join members m on m.workspace_id = s.workspace_id and m.id = s.member_id
	where s.workspace_id = $1 and s.token_hash = $2 and s.actor_type = 'member' and s.expires_at > now() and m.status = 'active'`,
}
