/** A template as the settings' form sends it. */
import { mostChoices, mostFields, templateInput } from '../schema.ts'

type Values = Record<string, string>

export function templateOf(values: Values) {
	const days = values.dueDays?.trim()
	return templateInput.safeParse({
		kind: values.kind,
		title: { en: values.titleEn, es: values.titleEs },
		instructions: { en: values.instructionsEn, es: values.instructionsEs },
		dueDays: days ? Number(days) : null,
		fields: values.kind === 'form' ? fieldsOf(values) : [],
	})
}

/** The fields of the form, by their number; what has no label is left out. */
function fieldsOf(values: Values) {
	return Array.from({ length: mostFields }, (_, n) => ({
		id: values[`fieldId${n}`] || undefined,
		type: values[`fieldType${n}`],
		label: { en: values[`fieldEn${n}`], es: values[`fieldEs${n}`] },
		required: values[`fieldRequired${n}`] === 'on',
		choices: choicesOf(values[`choicesEn${n}`], values[`choicesEs${n}`]),
	})).filter(({ label }) => label.en || label.es)
}

/** One of a line, in the same order in both languages. */
function choicesOf(english = '', spanish = '') {
	const [en, es] = [linesOf(english), linesOf(spanish)]
	const count = Math.min(mostChoices + 1, Math.max(en.length, es.length))
	return Array.from({ length: count }, (_, n) => ({ en: en[n], es: es[n] }))
}

const linesOf = (text: string) =>
	text
		.split('\n')
		.map((line) => line.trim())
		.filter(Boolean)
