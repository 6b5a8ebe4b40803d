import type { Channel } from './schema.ts'

/** How somebody is written to, as `queueDelivery` takes it. */
export interface Way {
	channel: Channel
	recipient: string
}

/** By mail to who has an address, else to the phone; null for who has neither. */
export function wayTo({ email, phone }: { email: string | null; phone: string | null }): Way | null {
	if (email) return { channel: 'email', recipient: email }
	return phone ? { channel: 'sms', recipient: phone } : null
}
