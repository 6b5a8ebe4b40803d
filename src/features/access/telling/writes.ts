import { and, eq } from 'drizzle-orm'
import { wayTo } from '#features/notifications/rules.ts'
import { type DeliveryInput, queueDelivery } from '#features/notifications/writes.ts'
import { formatPhone } from '#features/people/channels/rules.ts'
import { contacts } from '#features/people/tables.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { workspaceUrl } from '#platform/app/app.ts'
import { now } from '#platform/clock/clock.ts'
import type { Reader, Writer } from '#platform/db/db.ts'
import type { Person } from '../devices/writes.ts'
import { deviceName } from '../sessions/rules.ts'
import type { Device } from '../sessions/writes.ts'
import { members } from '../tables.ts'

export type WayChange = DeliveryInput<'wayChanged'>['values']['change']

/** Tells somebody that a way in of its own has changed: if it was somebody else, its owner hears of it. */
export async function tellOfChange(writer: Writer, who: Person, change: WayChange): Promise<void> {
	const to = await addressOf(writer, who)
	if (!to) return
	const { link, phone } = await whereToGo(writer, who)
	const values = { change, link, phone }
	await queueDelivery(writer, { event: `${who.type}.${change}`, template: 'wayChanged', ...to, values })
}

/** Notes in the history that somebody came in with a device not seen before, and tells it so. */
export async function tellOfDevice(
	writer: Writer,
	who: Person,
	method: string,
	{ userAgent, ip }: Device,
): Promise<void> {
	const to = await addressOf(writer, who)
	const device = deviceName(userAgent)
	const type = `${who.type}.newDevice` as const
	await writer.emit({
		type,
		subject: who,
		contactId: who.type === 'contact' ? who.id : null,
		actor: who,
		data: { channel: to?.channel ?? null, to: to?.recipient ?? null, method, device, ip },
	})
	if (!to) return
	const { link, phone, timeZone } = await whereToGo(writer, who)
	const values = { device, ip, at: now().toISOString(), timeZone, link: `${link}#sessions`, phone }
	await queueDelivery(writer, { event: type, template: 'newDevice', ...to, values })
}

async function addressOf({ db, scope }: Reader, { type, id }: Person) {
	const table = type === 'contact' ? contacts : members
	const [person] = await db
		.select({ email: table.email, phone: table.phone, language: table.language })
		.from(table)
		.where(and(eq(table.workspaceId, scope.workspaceId), eq(table.id, id)))
	const way = person ? wayTo(person) : null
	if (!person || !way) return null
	const whose = type === 'contact' ? { contactId: id } : { memberId: id }
	return { ...way, language: person.language, ...whose }
}

async function whereToGo(reader: Reader, { type }: Person) {
	const workspace = await currentWorkspace(reader)
	const { phone, country, timeZone } = workspace
	return {
		link: workspaceUrl(workspace, type === 'contact' ? '/profile' : '/office/me'),
		// Members know whom to ask.
		phone: type === 'contact' && phone ? formatPhone(phone, country) : null,
		timeZone,
	}
}
