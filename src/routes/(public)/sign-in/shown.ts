import type { Address } from '#features/access/rules.ts'
import { formatPhone } from '#features/people/channels/rules.ts'

/** An address as people write it. */
export function shownAddress({ channel, address }: Address, country: string): string {
	return channel === 'sms' ? formatPhone(address, country) : address
}
