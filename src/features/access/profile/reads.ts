import { and, desc, eq, gt } from 'drizzle-orm'
import { contacts } from '#features/people/tables.ts'
import { now } from '#platform/clock/clock.ts'
import type { Reader } from '#platform/db/db.ts'
import type { ClientScope, SystemScope } from '#platform/scope/scope.ts'
import { sessions } from '../tables.ts'

/** The contact's own record, as far as it is its own. */
export async function ownProfile({ db, scope }: Reader<ClientScope>) {
	const [row] = await db
		.select({
			firstName: contacts.firstName,
			lastName: contacts.lastName,
			email: contacts.email,
			phone: contacts.phone,
			phoneExtension: contacts.phoneExtension,
			language: contacts.language,
			marketingOptIn: contacts.marketingOptIn,
		})
		.from(contacts)
		.where(and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, scope.contactId)))
	if (!row) throw new Error('the contact is gone')
	return row
}

/** Where the contact is signed in, the last used first. */
export async function ownSessions({ db, scope }: Reader<ClientScope>) {
	const mine = and(eq(sessions.workspaceId, scope.workspaceId), eq(sessions.contactId, scope.contactId))
	return db
		.select({
			id: sessions.id,
			method: sessions.method,
			userAgent: sessions.userAgent,
			ip: sessions.ip,
			lastSeenAt: sessions.lastSeenAt,
		})
		.from(sessions)
		.where(and(mine, gt(sessions.expiresAt, now())))
		.orderBy(desc(sessions.lastSeenAt), desc(sessions.id))
		.limit(50)
}

/** All that is kept in the record of a person, but for what the company notes for itself; null for nobody. */
export async function ownProfileOf({ db, scope }: Reader<SystemScope>, contactId: string) {
	const [row] = await db
		.select({
			id: contacts.id,
			kind: contacts.kind,
			firstName: contacts.firstName,
			lastName: contacts.lastName,
			email: contacts.email,
			phone: contacts.phone,
			phoneExtension: contacts.phoneExtension,
			language: contacts.language,
			marketingOptIn: contacts.marketingOptIn,
			noticeChoices: contacts.noticeChoices,
			accessAreas: contacts.accessAreas,
			portalStatus: contacts.portalStatus,
			delegateOf: contacts.delegateOf,
			invitedAt: contacts.invitedAt,
			registeredAt: contacts.registeredAt,
			lastSeenAt: contacts.lastSeenAt,
			createdAt: contacts.createdAt,
			updatedAt: contacts.updatedAt,
		})
		.from(contacts)
		.where(and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, contactId)))
	return row ?? null
}
