import { and, eq, isNull } from 'drizzle-orm'
import { members } from '#features/access/tables.ts'
import { queueDelivery } from '#features/notifications/writes.ts'
import { now } from '#platform/clock/clock.ts'
import { write } from '#platform/db/db.ts'
import { spend } from '#platform/limits/limits.ts'
import type { StaffScope, SystemScope } from '#platform/scope/scope.ts'
import { workspaces } from '../tables.ts'

/** Puts the list of first steps away. */
export async function closeSetup(scope: StaffScope | SystemScope): Promise<void> {
	await write(scope, async ({ db, emit }) => {
		const [closed] = await db
			.update(workspaces)
			.set({ setupClosedAt: now() })
			.where(and(eq(workspaces.workspaceId, scope.workspaceId), isNull(workspaces.setupClosedAt)))
			.returning({ id: workspaces.workspaceId })
		if (!closed) return
		await emit({
			type: 'workspace.updated',
			subject: { type: 'workspace', id: scope.workspaceId },
			data: { fields: ['setupClosedAt'] },
		})
	})
}

const limit = { name: 'test-mail', points: 6, duration: 3600 }

/** Sends a mail to the member itself, as clients get it. False where it has had several within the hour. */
export async function sendTestMail(scope: StaffScope): Promise<boolean> {
	const spent = await spend(limit, `${scope.workspaceId}:${scope.memberId}`)
	if (!spent.ok) return false
	await write(scope, async (writer) => {
		const [me] = await writer.db
			.select({ name: members.name, email: members.email, language: members.language })
			.from(members)
			.where(and(eq(members.workspaceId, scope.workspaceId), eq(members.id, scope.memberId)))
		if (!me) return
		await queueDelivery(writer, {
			event: 'workspace.testMail',
			template: 'testMail',
			channel: 'email',
			recipient: me.email,
			memberId: scope.memberId,
			language: me.language,
			values: { name: me.name || me.email },
		})
	})
	return true
}
