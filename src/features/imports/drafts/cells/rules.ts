import {
	hasForbiddenCharacters,
	normaliseEmail,
	normalisePhone,
	type Phone,
	tidyLine,
	tidyText,
} from '#features/people/channels/rules.ts'
import { columnNames, type Mapping } from '../../parsing/columns/rules.ts'
import type { RowProblem } from '../../parsing/rules.ts'
import type { ImportField } from '../../words/rules.ts'

export type ProblemCode =
	| RowProblem
	| 'row_empty'
	| 'name_missing'
	| 'nothing_usable'
	| 'email_invalid'
	| 'email_taken'
	| 'email_kept'
	| 'phone_invalid'
	| 'country_unknown'
	| 'language_unknown'
	| 'too_long'
	| 'control_characters'
	| 'unreadable_characters'
	| 'differs_from_row'
	| 'unreachable'
	| 'archived'
	| 'conflict'

/** `error`: the row was not taken over. `warning`: it was, but not this cell. */
export interface Problem {
	row: number
	column: string
	value: string
	code: ProblemCode
	severity: 'error' | 'warning'
	/** Figures for the wording, such as the other row's number. */
	detail?: string
}

export interface ReadContext {
	headers: string[]
	mapping: Mapping
	/** The workspace's country: where phones and addresses without one belong. */
	country: string
}

const lengths: Partial<Record<ImportField, number>> = { region: 100, postalCode: 20, country: 100, notes: 10_000 }
/** The mark that our own exports put before what a spreadsheet would run. */
const defused = /^'(?=[=+@\t\r-])/

/** Cells by field, each read once, with what is wrong about them. */
export class CellReader {
	readonly problems: Problem[] = []
	readonly #texts = new Map<ImportField, string>()
	readonly #row: number
	readonly #cells: string[]
	readonly #context: ReadContext

	constructor(row: number, cells: string[], context: ReadContext) {
		this.#row = row
		this.#cells = cells
		this.#context = context
	}

	text(field: ImportField): string {
		const known = this.#texts.get(field)
		if (known !== undefined) return known
		const text = this.#clean(field, this.#cells[this.#context.mapping.indexOf(field)] ?? '')
		this.#texts.set(field, text)
		return text
	}

	emails(field: 'email' | 'otherEmails'): string[] {
		const whole = this.text(field)
		const single = normaliseEmail(whole)
		if (single || !whole) return single ? [single] : []
		const found: string[] = []
		for (const part of whole.split(/\s*[;,|]\s*/).flatMap(addressesIn)) {
			const email = normaliseEmail(part)
			if (email) found.push(email)
			else this.report(field, part, 'email_invalid', 'warning')
		}
		return found
	}

	/** A number is tried where the address is, then where the company is. */
	phones(field: 'phone' | 'otherPhones', country: string): Phone[] {
		const whole = this.text(field)
		const read = (text: string) =>
			normalisePhone(text, country || this.#context.country) ?? normalisePhone(text, this.#context.country)
		if (!whole) return []
		const parts = whole.split(/\s*[;|]\s*|\s+(?:\/|or|and|o|y)\s+/i).filter(Boolean)
		const found = parts.flatMap((part) => read(part) ?? [])
		if (found.length < parts.length) this.report(field, whole, 'phone_invalid', 'warning')
		return found
	}

	nameField(): ImportField {
		const named: ImportField[] = ['fullName', 'firstName', 'lastName', 'companyName']
		return named.find((field) => this.#context.mapping.includes(field)) ?? 'email'
	}

	report(field: ImportField | null, value: string, code: ProblemCode, severity: Problem['severity']): void {
		const column = field === null ? -1 : this.#context.mapping.indexOf(field)
		const name = columnNames(this.#context.headers)[column] ?? ''
		this.problems.push({ row: this.#row, column: name, value: value.slice(0, 500).toWellFormed(), code, severity })
	}

	#clean(field: ImportField, cell: string): string {
		const given = cell.replace(defused, '')
		const tidy = field === 'notes' ? tidyText(given) : tidyLine(given)
		if (tidy.includes('\ufffd')) this.report(field, tidy, 'unreadable_characters', 'warning')
		const bare = hasForbiddenCharacters(tidy) ? withoutForbidden(tidy) : tidy
		if (bare !== tidy) this.report(field, bare, 'control_characters', 'warning')
		const most = lengths[field] ?? 200
		const characters = bare.length > most ? [...bare] : []
		if (characters.length <= most) return bare
		this.report(field, bare, 'too_long', 'warning')
		return characters.slice(0, most).join('')
	}
}

/** `Ana Ruiz <ana@example.org>`, or several with nothing but spaces between them. */
function addressesIn(text: string): string[] {
	const bracketed = /<([^>]+)>/.exec(text)?.[1]
	if (bracketed) return [bracketed]
	const words = text.split(' ').filter(Boolean)
	return words.every((word) => word.includes('@')) ? words : [text]
}

function withoutForbidden(text: string): string {
	return [...text.toWellFormed()].filter((character) => !hasForbiddenCharacters(character)).join('')
}
