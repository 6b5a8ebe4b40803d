import { asc, eq } from 'drizzle-orm'
import { type Delivery, deliveries, deliveryLog } from '#features/notifications/tables.ts'
import { queueDelivery } from '#features/notifications/writes.ts'
import { read, write } from '#platform/db/db.ts'
import { systemScope } from '#platform/scope/make.ts'

type In = { workspaceId: string }

/** A message with a sign-in code that waits to be sent; its id comes back. */
export function makeDelivery(
	place: In,
	overrides: { channel?: 'email' | 'sms'; recipient?: string; contactId?: string; goodUntil?: Date } = {},
): Promise<string> {
	const {
		channel = 'email',
		recipient = channel === 'email' ? 'maya@home.example' : '+13035550142',
		...rest
	} = overrides
	const values = { code: '123456', link: null, minutes: 5 }
	return write(systemScope(place), async (writer) => {
		const { id } = await queueDelivery(writer, {
			event: 'test',
			template: 'signInCode',
			language: 'en',
			values,
			channel,
			recipient,
			...rest,
		})
		return id
	})
}

export function deliveryOf(place: In, id: string): Promise<Delivery | undefined> {
	return read(
		systemScope(place),
		async ({ db }) => (await db.select().from(deliveries).where(eq(deliveries.id, id)))[0],
	)
}

/** What happened to a delivery, attempt by attempt. */
export function outcomesOf(place: In, id: string): Promise<string[]> {
	return read(systemScope(place), async ({ db }) => {
		const its = eq(deliveryLog.deliveryId, id)
		const rows = await db.select().from(deliveryLog).where(its).orderBy(asc(deliveryLog.id))
		return rows.map(({ attempt, outcome }) => `${attempt} ${outcome}`)
	})
}
