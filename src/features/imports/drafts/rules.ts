import { createHash } from 'node:crypto'
import { type Address, normaliseCountry, repairPostalCode } from '#features/people/addresses/rules.ts'
import { type Phone, tidyLine } from '#features/people/channels/rules.ts'
import { fold } from '#features/people/search/rules.ts'
import type { Mapping } from '../parsing/columns/rules.ts'
import type { ImportField } from '../words/rules.ts'
import { CellReader, type Problem, type ReadContext } from './cells/rules.ts'

/** A row as it is understood: everything tidied, what is no e-mail or phone left out and told in `problems`. */
export interface Draft {
	row: number
	externalId: string
	/** Empty where the row names nobody. */
	accountName: string
	kind: 'household' | 'organisation'
	firstName: string
	lastName: string
	email: string
	otherEmails: string[]
	phone: Phone | null
	address: Required<{ [K in keyof Address]: string }> | null
	language: 'en' | 'es' | ''
	leadSource: string
	notes: string
	/** The same for two rows whose mapped cells say the same. */
	fingerprint: string
	problems: Problem[]
}

const languageNames: Record<string, 'en' | 'es'> = {
	english: 'en',
	ingles: 'en',
	spanish: 'es',
	espanol: 'es',
	castellano: 'es',
}

export function readDraft(row: number, cells: string[], context: ReadContext): Draft {
	const reader = new CellReader(row, cells, context)
	const address = readAddress(reader, context.country)
	const [firstName, lastName] = readName(reader)
	const company = reader.text('companyName')
	const [email = '', ...spare] = reader.emails('email')
	const phones = [
		...reader.phones('phone', address?.country ?? ''),
		...reader.phones('otherPhones', address?.country ?? ''),
	]
	const whole = reader.text('fullName')
	const draft: Draft = {
		row,
		externalId: reader.text('externalId'),
		accountName: company || (reader.text('firstName') ? whole : '') || [firstName, lastName].filter(Boolean).join(' '),
		kind: company ? 'organisation' : 'household',
		firstName,
		lastName,
		email,
		otherEmails: [...new Set([...spare, ...reader.emails('otherEmails')])].filter((other) => other !== email),
		phone: phones[0] ?? null,
		address,
		language: readLanguage(reader),
		leadSource: reader.text('leadSource'),
		notes: reader.text('notes'),
		fingerprint: fingerprint(cells, context.mapping),
		problems: reader.problems,
	}
	judge(draft, cells, reader)
	return draft
}

export function isRejected(draft: Draft): boolean {
	return draft.problems.some((problem) => problem.severity === 'error')
}

/** A row is taken over when it can be called something; what is missing on the way is told. */
function judge(draft: Draft, cells: string[], reader: CellReader): void {
	const reachable = Boolean(draft.email || draft.phone)
	const stranger = !draft.accountName && !reachable && draft.otherEmails.length === 0
	if (cells.every((cell) => !tidyLine(cell))) reader.report(null, '', 'row_empty', 'error')
	else if (stranger) reader.report(reader.nameField(), '', 'nothing_usable', 'error')
	if (stranger) return
	if (!draft.accountName) {
		reader.report(reader.nameField(), '', 'name_missing', 'warning')
		draft.accountName = draft.email || draft.otherEmails[0] || draft.phone?.e164 || ''
	}
	const silent = !reader.problems.some(
		(problem) => problem.code === 'email_invalid' || problem.code === 'phone_invalid',
	)
	if (!reachable && silent && draft.otherEmails.length === 0) reader.report('email', '', 'unreachable', 'warning')
}

/** `Ruiz, Ana` and `Ana Ruiz` where first and last name have no columns of their own. */
function readName(reader: CellReader): [string, string] {
	const [first, last] = [reader.text('firstName'), reader.text('lastName')]
	if (first || last) return [first, last]
	const whole = reader.text('fullName')
	if (!whole || reader.text('companyName') === whole) return ['', '']
	const [family = '', given = ''] = whole.split(/\s*,\s*/, 2)
	if (given) return [given, family]
	const cut = whole.lastIndexOf(' ')
	return cut < 0 ? [whole, ''] : [whole.slice(0, cut), whole.slice(cut + 1)]
}

function readAddress(reader: CellReader, home: string): Draft['address'] {
	const text = (field: ImportField) => reader.text(field)
	const [line1, line2, city, region, postal] = [
		text('line1'),
		text('line2'),
		text('city'),
		text('region'),
		text('postalCode'),
	]
	if (!line1 && !line2 && !city && !postal) return null
	const spelled = text('country')
	const known = normaliseCountry(spelled)
	if (spelled && !known) reader.report('country', spelled, 'country_unknown', 'warning')
	const country = spelled ? (known ?? '') : home
	return { line1, line2, city, region, postalCode: repairPostalCode(postal, country, region), country }
}

function readLanguage(reader: CellReader): Draft['language'] {
	const text = reader.text('language')
	const name = fold(text)
	const code = languageNames[name] ?? (/^(en|es)\b/.exec(name)?.[0] as 'en' | 'es' | undefined)
	if (text && !code) reader.report('language', text, 'language_unknown', 'warning')
	return code ?? ''
}

function fingerprint(cells: string[], mapping: Mapping): string {
	const said = cells.map((cell, column) => (mapping[column] ? tidyLine(cell) : ''))
	return createHash('sha256').update(said.join('\u001f')).digest('base64').slice(0, 16)
}
