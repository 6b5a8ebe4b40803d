/** An action item as it is read on its page: made on the server, so that the page needs no script for it. */
import { type Texts, textIn } from '#features/flows/rules.ts'
import { m } from '#messages'
import { errorText } from '#platform/api/error-text.ts'
import { formatDate, formatDateTime, formatNumber, type Place } from '#platform/i18n/format.ts'
import type { ItemAnswer, ItemFile } from '../answers/reads.ts'
import type { ActionItem } from '../reads.ts'
import { dayIn, drawnPath, fieldName, type ItemField, type ItemKind, readAnswers } from '../rules.ts'

export interface Reading extends Place {
	/** The company's own language, for texts that there are not in the reader's. */
	fallback: string
	at: Date
}

interface FileView {
	id: string
	title: string
}

export interface FieldView {
	name: string
	type: ItemField['type']
	label: string
	required: boolean
	choices: { value: string; label: string }[]
	value: string
	error: string | null
	files: FileView[]
}

export interface AnswerView {
	id: string
	/** By whom and when. */
	meta: string
	lines: { label: string; value: string; files: FileView[] }[]
	files: FileView[]
	signature: { name: string; path: string | null; text: string; hash: string; ip: string; userAgent: string } | null
	/** Why it had to be done again. */
	reopened: string | null
}

/** An item in a list. */
export interface ItemLine {
	id: string
	title: string
	kind: ItemKind
	state: ActionItem['state']
	due: string | null
	late: boolean
	/** By whom and when. */
	done: string | null
	reopened: boolean
	/** What its button says. */
	label: string
	/** What kind of thing it is. */
	what: string
}

const dayOf = (day: string, { locale }: Pick<Reading, 'locale'>) =>
	formatDate(new Date(`${day}T12:00:00Z`), { locale, timeZone: 'UTC' })

export function lineOf(item: ActionItem, reading: Reading): ItemLine {
	const { id, kind, state, dueOn, reason, completedAt } = item
	const today = dayIn(reading.timeZone, reading.at)
	const late = state === 'open' && dueOn !== null && dueOn < today
	return {
		id,
		title: textIn(item.title, reading.locale, reading.fallback),
		kind,
		state,
		due: state === 'open' && dueOn ? dueWords(dueOn, today, reading) : null,
		late,
		done: completedAt ? m.items_done_on({ when: formatDateTime(completedAt, reading, reading.at) }, reading) : null,
		reopened: state === 'open' && reason !== null,
		label: state === 'open' ? m.items_do({ kind }, reading) : m.items_look({}, reading),
		what: m.items_kind({ kind }, reading),
	}
}

/** What a client has to do in a project, with the words of its card, so that the page need not load those of all languages. */
export function cardOf(items: readonly ActionItem[], reading: Reading): { title: string; items: ItemLine[] } {
	const open = items.some((item) => item.state === 'open')
	return {
		title: open ? m.items_title({}, reading) : m.items_done_title({}, reading),
		items: items.map((item) => lineOf(item, reading)),
	}
}

function dueWords(dueOn: string, today: string, reading: Reading): string {
	if (dueOn === today) return m.items_due_today({}, reading)
	const day = dayOf(dueOn, reading)
	return dueOn < today ? m.items_overdue({ day }, reading) : m.items_due({ day }, reading)
}

/** What home says of it below its title. */
export function needOf(
	item: ActionItem,
	reading: Reading,
): { title: string; meta: string; late: boolean; label: string } {
	const { title, due, late, label } = lineOf(item, reading)
	return { title, label, meta: [item.projectName, due].filter(Boolean).join(' · '), late }
}

/** The form of an open item, filled with what was typed before; `refused`: what of it is wrong is said. */
export function formOf(
	item: ActionItem,
	{ waiting, contactId, refused }: { waiting: readonly ItemFile[]; contactId: string; refused: boolean },
	reading: Reading,
): { fields: FieldView[]; name: string; files: FileView[]; problems: { field: string; message: string }[] } {
	const values = item.draft?.by === contactId ? item.draft.values : {}
	const counts = new Map<string, number>()
	for (const { field } of waiting) counts.set(field ?? 'file', (counts.get(field ?? 'file') ?? 0) + 1)
	const found = refused ? readAnswers(item, { values, files: counts }).problems : []
	const problems = found.map(({ path, code }) => ({ field: path, message: errorText(code, reading.locale) }))
	const text = (texts: Texts) => textIn(texts, reading.locale, reading.fallback)
	const filesOf = (field: string | null) => waiting.filter((file) => file.field === field).map(asFile)
	const fields = item.fields.map((field) => {
		const name = fieldName(field.id)
		const error = problems.find((one) => one.field === name)?.message ?? null
		const choices = field.choices.map((choice, n) => ({ value: String(n), label: text(choice) }))
		const { type, required } = field
		return {
			name,
			type,
			required,
			label: text(field.label),
			choices,
			value: values[name] ?? '',
			error,
			files: filesOf(field.id),
		}
	})
	// By themselves, above the form, they say of which field they speak.
	const named = problems.map(({ field, message }) => {
		const label = fields.find((one) => one.name === field)?.label
		return { field, message: label ? `${label}: ${message}` : message }
	})
	return { fields, name: values.name ?? '', files: filesOf(null), problems: named }
}

const asFile = ({ id, title }: ItemFile): FileView => ({ id, title })

/** Answers, the newest first, each with what was entered. */
export function answerViews(item: ActionItem, answers: readonly ItemAnswer[], reading: Reading): AnswerView[] {
	return answers.filter((answer) => answer.itemId === item.id).map((answer) => answerView(item, answer, reading))
}

function answerView({ fields }: ActionItem, answer: ItemAnswer, reading: Reading): AnswerView {
	const { id, at, by, answers, files, signature, reopenedAt, reason } = answer
	const when = formatDateTime(at, reading, reading.at)
	const text = (texts: Texts) => textIn(texts, reading.locale, reading.fallback)
	return {
		id,
		meta: by ? m.items_done_by({ who: by, when }, reading) : m.items_done_on({ when }, reading),
		lines: fields.flatMap((field) => {
			const given = answers[field.id]
			const own = files.filter((file) => file.field === field.id).map(asFile)
			if (given === undefined && own.length === 0) return []
			return [
				{
					label: text(field.label),
					value: given === undefined ? '' : wordsOf(field, given, text, reading),
					files: own,
				},
			]
		}),
		files: files.filter((file) => file.field === null).map(asFile),
		signature: signature && { ...signature, path: signature.drawing && drawnPath(signature.drawing) },
		reopened: reopenedAt ? (reason ?? '') : null,
	}
}

function wordsOf(field: ItemField, value: string | number, text: (texts: Texts) => string, reading: Reading): string {
	if (field.type === 'choice') return text(field.choices[Number(value)] ?? {})
	if (field.type === 'date') return dayOf(String(value), reading)
	return typeof value === 'number' ? formatNumber(value, reading.locale) : value
}
