import { expect, test } from 'vitest'
import { templateOf } from './editing/schema.ts'
import { drawnPath, type ItemField, readAnswers, readDrawing, reminderDue, signedText } from './rules.ts'
import { itemInput, templateInput } from './schema.ts'
import { examples } from './templates/readyMade/rules.ts'

const field = (
	id: string,
	type: ItemField['type'],
	required = true,
	choices: ItemField['choices'] = [],
): ItemField => ({
	id,
	type,
	label: { en: id },
	required,
	choices,
})
const none = new Map<string, number>()

test.each([
	['text', ' In the back ', 'In the back'],
	['number', '12', 12],
	['number', '12,5', 12.5],
	['number', '1,234.5', 1234.5],
	['number', '1.234.567', 1234567],
	['number', '-3', -3],
	['date', '2026-11-30', '2026-11-30'],
	['choice', '1', 1],
] as const)('PRJ-6: a field for a %s reads %o', (type, text, value) => {
	const fields = [field('a', type, true, type === 'choice' ? [{ en: 'One' }, { en: 'Two' }] : [])]
	expect(readAnswers({ kind: 'form', fields }, { values: { f_a: text }, files: none })).toEqual({
		answers: { a: value },
		problems: [],
	})
})

test.each([
	['text', '', 'required'],
	['number', 'twelve', 'number_expected'],
	['number', '1.2,3.4', 'number_expected'],
	['date', '2026-02-30', 'date_shape'],
	['date', 'tomorrow', 'date_shape'],
	['choice', '7', 'choice_unknown'],
	['photo', '', 'photo_missing'],
] as const)('PRJ-6: a field for a %s refuses %o', (type, text, code) => {
	const { problems } = readAnswers({ kind: 'form', fields: [field('a', type)] }, { values: { f_a: text }, files: none })
	expect(problems).toEqual([{ path: 'f_a', code }])
})

test('PRJ-6: what need not be filled in may stay empty; every mistake is told at once; photos count', () => {
	const fields = [field('a', 'text', false), field('b', 'number'), field('c', 'photo'), field('d', 'date')]
	const given = { values: { f_a: '', f_b: 'x' }, files: new Map([['c', 1]]) }
	expect(readAnswers({ kind: 'form', fields }, given).problems.map(({ path }) => path)).toEqual(['f_b', 'f_d'])
})

test('PRJ-6: an upload needs a file, a signature a name, a confirmation nothing', () => {
	const asked = (kind: 'upload' | 'sign' | 'confirm', values = {}, files = none) =>
		readAnswers({ kind, fields: [] }, { values, files }).problems.map(({ code }) => code)
	expect([asked('upload'), asked('upload', {}, new Map([['file', 1]]))]).toEqual([['item_file_missing'], []])
	expect([asked('sign'), asked('sign', { name: ' Maya ' })]).toEqual([['sign_name_missing'], []])
	expect(asked('confirm')).toEqual([])
})

test('PRJ-6: a drawn line is kept as points in its box, and nothing else is', () => {
	expect(readDrawing('1 2 3 4;10 10 20 20')).toBe('1 2 3 4;10 10 20 20')
	expect(drawnPath('1 2 3 4;10 10 20 20')).toBe('M1 2 3 4M10 10 20 20')
	for (const text of ['', '1 2', '1 2 3', '1 2 3 x', '1 2 3 1001', '"/><script>', undefined])
		expect(readDrawing(text)).toBeNull()
})

test('PRJ-6: what is signed is title and text in the language in which it was read', () => {
	const item = { title: { en: 'Consent', es: 'Permiso' }, instructions: { en: 'I agree' } }
	expect(signedText(item, 'es', 'en')).toBe('Permiso\n\nI agree')
})

const at = (day: string) => new Date(`${day}T12:00:00Z`)
const item = {
	dueOn: '2026-11-20',
	createdAt: at('2026-11-01'),
	soonToldAt: null,
	dayToldAt: null,
	overdueToldAt: null,
}

test.each([
	['2026-11-16', {}, null],
	['2026-11-17', {}, 'soon'],
	['2026-11-19', {}, 'soon'],
	['2026-11-19', { soonToldAt: at('2026-11-17') }, null],
	['2026-11-20', { soonToldAt: at('2026-11-17') }, 'today'],
	['2026-11-20', { dayToldAt: at('2026-11-20') }, null],
	['2026-11-21', { dayToldAt: at('2026-11-20') }, 'overdue'],
	['2026-12-24', {}, 'overdue'],
	['2026-12-24', { overdueToldAt: at('2026-11-21') }, null],
	['2026-11-19', { createdAt: at('2026-11-19') }, null],
	['2026-11-20', { createdAt: at('2026-11-20') }, null],
])('PRJ-6: on %s, with %o, the reminder of what is due on the 20th is %s', (today, told, due) => {
	expect(reminderDue({ ...item, ...told }, today, at(today))).toBe(due)
})

test('PRJ-6: every example is a template, in both languages', () => {
	for (const { key: _, ...example } of examples) {
		expect(templateInput.safeParse(example).success).toBe(true)
		expect([example.title, example.instructions].every(({ en, es }) => en && es)).toBe(true)
	}
})

test('PRJ-6: the editor’s fields are those that have a label, choices line by line in both languages', () => {
	const values = { kind: 'form', titleEn: 'Access', titleEs: '', dueDays: '5' }
	const fields = {
		fieldId0: 'gone',
		fieldEn0: '',
		fieldType0: 'text',
		fieldId1: 'truck',
		fieldEn1: 'Truck',
		fieldType1: 'choice',
		fieldRequired1: 'on',
		choicesEn1: 'Yes\r\n\nNo',
		choicesEs1: 'Sí\nNo',
	}
	expect(templateOf({ ...values, ...fields })).toMatchObject({
		data: {
			title: { en: 'Access' },
			dueDays: 5,
			fields: [
				{
					id: 'truck',
					type: 'choice',
					required: true,
					choices: [
						{ en: 'Yes', es: 'Sí' },
						{ en: 'No', es: 'No' },
					],
				},
			],
		},
	})
	expect(templateOf(values).error?.issues).toMatchObject([{ path: ['fields'], message: 'fields_missing' }])
	expect(templateOf({ ...values, ...fields, choicesEn1: 'Yes', choicesEs1: '' }).success).toBe(false)
})

test('PRJ-6: an item comes from a template, or says all itself', () => {
	const project = { projectId: 'prj_1' }
	expect(itemInput.parse({ ...project, templateId: 'ait_1' })).toMatchObject({ templateId: 'ait_1' })
	expect(itemInput.parse({ ...project, kind: 'confirm', title: 'Yes?' })).toMatchObject({ title: { own: 'Yes?' } })
	expect(itemInput.safeParse({ ...project, kind: 'form', title: 'Form' }).success).toBe(false)
	expect(itemInput.safeParse(project).success).toBe(false)
})
