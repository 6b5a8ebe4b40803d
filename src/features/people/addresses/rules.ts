import { fold } from '../search/rules.ts'

export interface Address {
	line1?: string | null
	line2?: string | null
	city?: string | null
	region?: string | null
	postalCode?: string | null
	/** ISO 3166-1 alpha-2. */
	country?: string | null
}

const spokenIn = ['en', 'es', 'de', 'fr', 'pt']
const otherNames: Record<string, string> = {
	usa: 'US',
	unitedstatesofamerica: 'US',
	eeuu: 'US',
	eua: 'US',
	estadosunidosdeamerica: 'US',
	uk: 'GB',
	greatbritain: 'GB',
	england: 'GB',
	scotland: 'GB',
	wales: 'GB',
	gbr: 'GB',
	can: 'CA',
	mex: 'MX',
	esp: 'ES',
	deu: 'DE',
	ger: 'DE',
	fra: 'FR',
	holland: 'NL',
	turkey: 'TR',
	easttimor: 'TL',
	czechrepublic: 'CZ',
}

/** Where five digits are written and a spreadsheet drops a zero at the front, told by the states that have one. */
const zeroStates = new Set(['CT', 'MA', 'ME', 'NH', 'NJ', 'RI', 'VT', 'PR', 'VI'])
const fiveDigits = new Set(['US', 'PR', 'VI', 'DE', 'ES', 'FR', 'IT', 'FI'])

let countries: Map<string, string> | undefined

/** `US` from `us`, `U.S.A.`, `United States`, `Estados Unidos`; null for what is no country. */
export function normaliseCountry(text: string): string | null {
	countries ??= allCountries()
	const name = nameKey(text)
	return countries.get(name) ?? otherNames[name] ?? null
}

function nameKey(text: string): string {
	return fold(text)
		.replace(/^the /, '')
		.replace(/[^\p{L}]/gu, '')
}

function allCountries(): Map<string, string> {
	const found = new Map<string, string>()
	const names = spokenIn.map((locale) => new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' }))
	for (let index = 0; index < 26 * 26; index++) {
		const code = String.fromCharCode(65 + Math.floor(index / 26), 65 + (index % 26))
		if (!names[0]?.of(code) || isNoCountry(code)) continue
		found.set(code.toLowerCase(), code)
		for (const locale of names) found.set(nameKey(locale.of(code) ?? code), code)
	}
	return found
}

/** Codes that the language data name and ISO does not assign to a country, and old ones that would hide today's. */
function isNoCountry(code: string): boolean {
	return /^(Q[M-Z]|X[^K]|ZZ|AA|EU|EZ|UN|UK|AN|BU|CS|DD|DY|FX|HV|NH|NT|RH|SU|TP|VD|YD|YU|ZR|AC|CP|CQ|DG|EA|IC|TA)$/.test(
		code,
	)
}

/** A postal code with the zero that a spreadsheet took (`5401` in Vermont → `05401`); other codes come back tidied. */
export function repairPostalCode(code: string, country: string, region = ''): string {
	const tidy = code.replace(/\s+/g, ' ').trim().toUpperCase()
	const [, digits = '', more = ''] = /^(\d{3,4})(-\d{4})?$/.exec(tidy) ?? []
	if (!digits || !fiveDigits.has(country)) return tidy
	const state = region.trim().toUpperCase()
	const zeroed = country !== 'US' || zeroStates.has(state) || state === ''
	if (!zeroed || (digits.length === 3 && !['PR', 'VI'].includes(country === 'US' ? state : country))) return tidy
	return digits.padStart(5, '0') + more
}

/** Equal for two spellings of one place: case, accents, punctuation and spaces do not count. Empty without a street. */
export function addressKey(address: Address): string {
	if (!address.line1) return ''
	const parts = [address.line1, address.line2, address.postalCode || address.city]
	return parts.map((part) => fold(part ?? '').replace(/[^\p{L}\p{N}]+/gu, '')).join('|')
}

/** `12 Juniper Lane, Longmont, CO 80501`: how an address at home is said, without the country. */
export function addressLine(address: Address): string {
	const region = [address.region, address.postalCode].filter(Boolean).join(' ')
	return [address.line1, address.line2, address.city, region].filter(Boolean).join(', ')
}
