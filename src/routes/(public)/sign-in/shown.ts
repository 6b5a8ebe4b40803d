import { type Address, masked } from '#features/access/rules.ts'
import { formatPhone } from '#features/people/channels/rules.ts'
import { m } from '#messages'

/** An address as people write it; masked for who did not say it. */
export function shownAddress(asked: Address & { masked?: boolean }, country: string): string {
	if (asked.masked) return masked(asked)
	const { channel, address } = asked
	return channel === 'sms' ? formatPhone(address, country) : address
}

/** What stands in the field of an address from the page before; nothing of one that was not typed there. */
export function typedAddress(asked: (Address & { masked?: boolean }) | null, country: string): string {
	return asked && !asked.masked ? shownAddress(asked, country) : ''
}

/** What is wrong with what was typed as an address. */
export function addressTrouble(typed: string): string {
	return typed.trim() ? m.access_address_invalid() : m.access_address_missing()
}

/** Why somebody is here again. */
export function newsOf(
	params: URLSearchParams,
): 'linkGone' | 'out' | 'ended' | 'reset' | 'passkeyUnknown' | 'passkeyLater' | null {
	if (params.get('link') === 'gone') return 'linkGone'
	if (params.has('reset')) return 'reset'
	if (params.get('passkey') === 'later') return 'passkeyLater'
	if (params.has('passkey')) return 'passkeyUnknown'
	if (params.has('ended')) return 'ended'
	return params.has('out') ? 'out' : null
}
