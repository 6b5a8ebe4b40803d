import type { HistoryEvent } from '#features/access/events.ts'
import type { EventInput } from '#platform/events/insert.ts'
import type { Status } from './cast.ts'

/** The events that lead to a portal status, with the day after creation on which each happened. */
export function statusEvents(
	status: Status,
	about: { contactId: string; accountId: string; to: string; by: string },
): { days: number; event: EventInput }[] {
	const channel = { channel: 'email', to: about.to }
	const by = { type: 'member' as const, id: about.by }
	const self = { type: 'contact' as const, id: about.contactId }
	const system = { type: 'system' as const, id: null }
	const event = (days: number, type: HistoryEvent, actor: EventInput['actor'], data: Record<string, unknown>) => ({
		days,
		event: {
			type: `contact.${type}` as const,
			subject: { type: 'contact', id: about.contactId },
			contactId: about.contactId,
			accountId: about.accountId,
			actor,
			data,
			live: false,
		},
	})
	const invited = event(1, 'invited', by, channel)
	if (status === 'bounced') return [invited, event(1.01, 'bounced', system, channel)]
	const delivered = event(1.001, 'delivered', system, channel)
	if (status === 'invited') return [invited, delivered]
	const entered = [
		invited,
		delivered,
		event(1.9, 'opened', self, channel),
		event(2, 'registered', self, channel),
		event(2.001, 'signedIn', self, { ...channel, method: 'link' }),
	]
	if (status === 'suspended')
		return [...entered, event(30, 'suspended', by, { note: 'Please call us about the open invoice.' })]
	return [...entered, event(20, 'signedIn', self, { ...channel, method: 'code' })]
}
