import { and, eq } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import { write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import type { ClientScope, CompanyScope } from '#platform/scope/scope.ts'
import { privacyEvent } from '../events.ts'
import { erasures } from '../tables.ts'

/** A client asks to be forgotten; the company decides. Asked twice it is asked once. */
export async function askForErasure(scope: ClientScope): Promise<void> {
	await write(scope, async (writer) => {
		const rows = await writer.db
			.insert(erasures)
			.values({
				workspaceId: scope.workspaceId,
				id: newId('ers'),
				contactId: scope.contactId,
				status: 'asked',
				askedByType: 'contact',
				askedById: scope.contactId,
				createdAt: now(),
			})
			.onConflictDoNothing()
			.returning({ id: erasures.id })
		if (rows.length > 0) await writer.emit(privacyEvent('contact.erasureAsked', scope.contactId))
	})
}

/** The company may have to keep the person's data for now. False where nothing was asked. */
export function declineErasure(scope: CompanyScope, contactId: string): Promise<boolean> {
	return write(scope, async (writer) => {
		const asked = and(eq(erasures.contactId, contactId), eq(erasures.status, 'asked'))
		const rows = await writer.db
			.update(erasures)
			.set({ status: 'declined', finishedAt: now() })
			.where(and(eq(erasures.workspaceId, scope.workspaceId), asked))
			.returning({ id: erasures.id })
		if (rows.length > 0) await writer.emit(privacyEvent('contact.erasureDeclined', contactId))
		return rows.length > 0
	})
}
