import { z } from 'zod'
import { newId } from '#platform/id/id.ts'
import { fieldTypes, itemKinds } from './rules.ts'

const line = (max: number) =>
	z
		.string({ error: 'text_expected' })
		.trim()
		.max(max, { error: 'too_long' })
		.refine((text) => text.isWellFormed() && !text.includes('\u0000'), { error: 'control_characters' })

/** By language; a bare text is one in the company's own, which is not known here. */
const texts = (max: number) =>
	z.preprocess(
		(value) => (typeof value === 'string' ? { own: value } : (value ?? {})),
		z
			.object({ own: line(max).nullish(), en: line(max).nullish(), es: line(max).nullish() })
			.transform(({ own, en, es }) => ({ ...(own && { own }), ...(en && { en }), ...(es && { es }) })),
	)
export type GivenTexts = { own?: string; en?: string; es?: string }

const needed = (max: number) =>
	texts(max).refine((given: GivenTexts) => given.own || given.en || given.es, { error: 'required' })
export const itemTitle = needed(200)
const instructions = texts(8000)

export const mostFields = 20
export const mostChoices = 12

const field = z
	.object({
		id: z
			.string({ error: 'text_expected' })
			.regex(/^[\w-]{1,60}$/, { error: 'id_shape' })
			.nullish()
			.transform((value) => value ?? newId('fld')),
		type: z.enum(fieldTypes, { error: 'field_type_unknown' }),
		label: needed(200),
		required: z.boolean({ error: 'flag_expected' }).default(false),
		choices: z.array(needed(200)).max(mostChoices, { error: 'too_many' }).default([]),
	})
	.refine(({ type, choices }) => type !== 'choice' || choices.length >= 2, { path: ['choices'], error: 'choices_few' })
	.transform((one) => ({ ...one, choices: one.type === 'choice' ? one.choices : [] }))

const fields = z
	.array(field)
	.max(mostFields, { error: 'too_many' })
	.refine((all) => new Set(all.map(({ id }) => id)).size === all.length, { error: 'id_twice' })

const kind = z.enum(itemKinds, { error: 'item_kind_unknown' })
const dueDays = z
	.number({ error: 'number_expected' })
	.int({ error: 'number_expected' })
	.min(0, { error: 'out_of_range' })
	.max(365, { error: 'out_of_range' })

const asked = z.object({ kind, title: itemTitle, instructions, fields: fields.default([]) })
const hasFields = { path: ['fields'], error: 'fields_missing' }

export const templateInput = asked
	.extend({ dueDays: dueDays.nullish() })
	.refine((one) => one.kind !== 'form' || one.fields.length > 0, hasFields)
export type TemplateInput = z.output<typeof templateInput>

export const templatePatch = z.object({
	kind: kind.optional(),
	title: itemTitle.optional(),
	instructions: instructions.optional(),
	fields: fields.optional(),
	dueDays: dueDays.nullish(),
})
export type TemplatePatch = z.output<typeof templatePatch>

const id = z.string({ error: 'text_expected' }).max(60, { error: 'too_long' })
const where = {
	projectId: z.string({ error: 'project_missing' }).min(1, { error: 'project_missing' }).max(60),
	/** Without one, the item goes into one of its own. */
	workOrderId: id.nullish(),
	/** Without one, anybody of the project's account or site can do it. */
	contactId: id.nullish(),
	dueOn: z.iso.date({ error: 'date_shape' }).nullish(),
}

/** From a template, or with all that it says. */
export const itemInput = z
	.object({
		...where,
		templateId: id.nullish(),
		kind: kind.optional(),
		title: texts(200),
		instructions,
		fields: fields.default([]),
	})
	.superRefine(({ templateId, kind, title, fields }, context) => {
		if (templateId) return
		const missing = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
		const { own, en, es }: GivenTexts = title
		if (!kind) missing('kind', 'item_kind_unknown')
		if (!own && !en && !es) missing('title', 'required')
		if (kind === 'form' && fields.length === 0) missing('fields', 'fields_missing')
	})
export type ItemInput = z.output<typeof itemInput>

export const itemReopening = z.object({ reason: line(4000).min(1, { error: 'required' }) })
