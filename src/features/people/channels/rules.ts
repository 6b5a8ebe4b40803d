import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'

export interface Phone {
	/** `+` and digits, at most 15. */
	e164: string
	/** Digits of an extension, which no text message can reach. */
	ext?: string
}

const notForNames = /[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/u
const localPart = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+)*$/u
const domainLabel = /^[\p{L}\p{N}]([\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?$/u

/** Unicode NFC, no-break and repeated spaces made one, outer spaces gone: how every one-line text is kept. */
export function tidyLine(text: string): string {
	return text.normalize('NFC').replace(/\s+/gu, ' ').trim()
}

/** Like `tidyLine`, for text of several lines: line ends become `\n`. */
export function tidyText(text: string): string {
	return text
		.normalize('NFC')
		.replace(/\r\n?/g, '\n')
		.replace(/[^\S\n\t]+/gu, ' ')
		.trim()
}

/** Control characters, overrides of the writing direction and broken surrogates: they could disguise one name as another. */
export function hasForbiddenCharacters(text: string): boolean {
	return notForNames.test(text.replace(/[\n\t]/g, '')) || !text.isWellFormed()
}

/** Lower-case address, or null where no mail could arrive: RFC 5321 lengths, a domain with a dot; letters of any script. */
export function normaliseEmail(input: string): string | null {
	const email = tidyLine(input)
		.replace(/^mailto:/i, '')
		.toLowerCase()
	const at = email.lastIndexOf('@')
	const [local, domain] = [email.slice(0, at), email.slice(at + 1)]
	if (at < 1 || email.length > 254 || local.length > 64 || !localPart.test(local)) return null
	return isDomain(domain) ? email : null
}

function isDomain(domain: string): boolean {
	const labels = domain.split('.')
	const top = labels.at(-1) ?? ''
	if (labels.length < 2 || !labels.every((label) => domainLabel.test(label))) return false
	return top.length > 1 && !/^\p{N}+$/u.test(top)
}

/** A phone as people write it, in the country where no `+` says otherwise; null when nobody could be reached by it. */
export function normalisePhone(input: string, country: string): Phone | null {
	const text = tidyLine(input)
		.replace(/^(tel|phone|mobile|cell):/i, '')
		.replace(/^\W*00(?=[1-9])/, '+')
	if (text.length > 60) return null
	const home: CountryCode = isSupportedCountry(country) ? country : 'US'
	const number = parsePhoneNumberFromString(text, home)
	if (!number?.isValid()) return null
	return number.ext ? { e164: number.number, ext: number.ext } : { e164: number.number }
}

/** A kept number as its own country writes it: national form at home, international abroad. */
export function formatPhone(e164: string, country: string, ext?: string | null): string {
	const number = parsePhoneNumberFromString(e164)
	if (!number) return e164
	const written = number.country === country ? number.formatNational() : number.formatInternational()
	return ext ? `${written} x${ext}` : written
}
