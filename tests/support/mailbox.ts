import { desc } from 'drizzle-orm'
import { openPayload } from '#features/notifications/messages/payload.ts'
import { deliveries } from '#features/notifications/tables.ts'
import { read } from '#platform/db/db.ts'
import { systemScope } from '#platform/scope/make.ts'

export interface Letter {
	id: string
	channel: 'email' | 'sms'
	to: string
	template: string
	status: string
	values: Record<string, unknown>
	/** The code in it, empty where there is none. */
	code: string
	/** The token of the link in it, empty where there is none. */
	token: string
}

/** Every message that a workspace has sent or would have sent, newest first. */
export function lettersOf(workspaceId: string): Promise<Letter[]> {
	return read(systemScope({ workspaceId }), async ({ db }) => {
		const rows = await db.select().from(deliveries).orderBy(desc(deliveries.id))
		return rows.map((row) => {
			const { values } = openPayload(row)
			const { id, channel, recipient: to, template, status } = row
			const token = String(values.link ?? '').split('/i/')[1] ?? ''
			return { id, channel, to, template, status, values, code: String(values.code ?? ''), token }
		})
	})
}
