/** What a client can be given to do, and when it has been done. Everything here is pure. */
import { type Texts, textIn } from '#features/flows/rules.ts'

export const itemKinds = ['confirm', 'upload', 'form', 'sign'] as const
export type ItemKind = (typeof itemKinds)[number]
export const itemStates = ['open', 'done', 'cancelled'] as const
export type ItemState = (typeof itemStates)[number]
export const fieldTypes = ['text', 'number', 'choice', 'date', 'photo'] as const
export type FieldType = (typeof fieldTypes)[number]

/** A field of a form. */
export interface ItemField {
	id: string
	type: FieldType
	label: Texts
	required: boolean
	/** What can be chosen; empty for other types. */
	choices: Texts[]
}

/** What was entered, by field: a text or day as such, of a choice its place among the choices. */
export type Answers = Record<string, string | number>

export interface ItemProblem {
	/** `f_` and the field's id; `file`, `name` or empty for what belongs to none. */
	path: string
	code: string
}

/** Of a form as it was sent; photos are counted by field. */
export interface Given {
	values: Record<string, string | undefined>
	/** How many files there are, by field; under `file` those of an item that is an upload. */
	files: ReadonlyMap<string, number>
}

const longestText = 4000
export const fieldName = (id: string) => `f_${id}`

/** What was given, read as the item asks for it; every mistake at once. */
export function readAnswers(
	{ kind, fields }: { kind: ItemKind; fields: readonly ItemField[] },
	{ values, files }: Given,
): { answers: Answers; problems: ItemProblem[] } {
	if (kind === 'upload')
		return { answers: {}, problems: files.get('file') ? [] : [{ path: 'file', code: 'item_file_missing' }] }
	if (kind === 'sign') return { answers: {}, problems: nameProblems(values.name) }
	if (kind === 'confirm') return { answers: {}, problems: [] }
	const answers: Answers = {}
	const problems: ItemProblem[] = []
	for (const field of fields) {
		const read = readField(field, values[fieldName(field.id)]?.trim() ?? '', files.get(field.id) ?? 0)
		if ('code' in read) problems.push({ path: fieldName(field.id), code: read.code })
		else if (read.value !== null) answers[field.id] = read.value
	}
	return { answers, problems }
}

function nameProblems(typed: string | undefined): ItemProblem[] {
	const name = typed?.trim() ?? ''
	if (name === '') return [{ path: 'name', code: 'sign_name_missing' }]
	return name.length > 200 || !isPlain(name) ? [{ path: 'name', code: 'too_long' }] : []
}

type Read = { value: string | number | null } | { code: string }

function readField({ type, required, choices }: ItemField, text: string, photos: number): Read {
	if (type === 'photo') return required && photos === 0 ? { code: 'photo_missing' } : { value: null }
	if (text === '') return required ? { code: 'required' } : { value: null }
	if (type === 'number') return readNumber(text)
	if (type === 'date') return isDay(text) ? { value: text } : { code: 'date_shape' }
	if (type === 'choice')
		return /^\d{1,2}$/.test(text) && choices[Number(text)] ? { value: Number(text) } : { code: 'choice_unknown' }
	if (text.length > longestText) return { code: 'too_long' }
	return isPlain(text) ? { value: text } : { code: 'control_characters' }
}

/** "1,234.5", "1.234,5", "12,5" and "12.5": the last of two kinds of marks is the decimal one. */
function readNumber(text: string): Read {
	const plain = text.replace(/[\s'’]/g, '')
	const marks = plain.replace(/[^.,]/g, '')
	const decimal = marks.at(-1) ?? '.'
	const several = marks.length > 1 && new Set(marks).size === 1
	const digits = several
		? plain.replace(/[.,]/g, '')
		: [...plain]
				.filter((char) => char === decimal || !/[.,]/.test(char))
				.join('')
				.replace(',', '.')
	return /^-?\d{1,15}(\.\d{1,10})?$/.test(digits) ? { value: Number(digits) } : { code: 'number_expected' }
}

function isDay(text: string): boolean {
	return /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text
}

const isPlain = (text: string) => text.isWellFormed() && !text.includes('\u0000')

/** What is signed, word for word: whoever has it can make the same hash of it. */
export function signedText(item: { title: Texts; instructions: Texts }, language: string, fallback: string): string {
	return [textIn(item.title, language, fallback), textIn(item.instructions, language, fallback)].join('\n\n').trim()
}

const dayMs = 86_400_000
/** So many days before it is due its people are reminded. */
const soonDays = 3

export type Reminder = 'soon' | 'today' | 'overdue'

export interface Remindable {
	dueOn: string
	createdAt: Date
	soonToldAt: Date | null
	dayToldAt: Date | null
	overdueToldAt: Date | null
}

/** Which reminder is due on a day (`YYYY-MM-DD`): the most urgent alone, each once. Who was only just asked is not reminded yet. */
export function reminderDue(item: Remindable, today: string, at: Date): Reminder | null {
	if (item.dueOn < today) return item.overdueToldAt ? null : 'overdue'
	if (item.dueOn === today)
		return item.dayToldAt || at.getTime() - item.createdAt.getTime() < dayMs / 2 ? null : 'today'
	const days = (Date.parse(item.dueOn) - Date.parse(today)) / dayMs
	if (days > soonDays || item.soonToldAt || item.dayToldAt) return null
	return at.getTime() - item.createdAt.getTime() < dayMs ? null : 'soon'
}

/** A line of a drawn signature: `x y` in a box of 1000 by 300, strokes apart by `;`. */
export function readDrawing(text: string | undefined): string | null {
	if (!text || text.length > 40_000) return null
	const strokes = text.split(';').map((stroke) => stroke.trim().split(' ').map(Number))
	const fits = strokes.every(
		(points) =>
			points.length >= 4 && points.length % 2 === 0 && points.every((n) => Number.isInteger(n) && n >= 0 && n <= 1000),
	)
	return fits ? strokes.map((points) => points.join(' ')).join(';') : null
}

/** The same as the path of an SVG. */
export function drawnPath(drawing: string): string {
	return drawing
		.split(';')
		.map((stroke) => `M${stroke}`)
		.join('')
}

/** Texts as they were given, where one without a language is in the company's own. */
export function textsIn({ own, ...given }: { own?: string; en?: string; es?: string }, language: string): Texts {
	return own ? { [language]: own, ...given } : given
}

interface GivenField extends Omit<ItemField, 'label' | 'choices'> {
	label: Parameters<typeof textsIn>[0]
	choices: Parameters<typeof textsIn>[0][]
}

export function fieldsIn(fields: readonly GivenField[], language: string): ItemField[] {
	return fields.map((field) => ({
		...field,
		label: textsIn(field.label, language),
		choices: field.choices.map((choice) => textsIn(choice, language)),
	}))
}

/** The day on which something is due that is assigned today; null for no day. */
export function dueOnOf(dueDays: number | null, today: string): string | null {
	return dueDays === null ? null : new Date(Date.parse(today) + dueDays * dayMs).toISOString().slice(0, 10)
}

/** A moment's day on the wall of a place. */
export function dayIn(timeZone: string, at: Date): string {
	return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)
}
