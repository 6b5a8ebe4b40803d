import { z } from 'zod'
import { externalId, name } from '#features/people/schema.ts'
import { newId } from '#platform/id/id.ts'
import { holders, requirements, screens } from './rules.ts'

/** So much a flow may hold: enough for any process that people still overlook. */
const mostStages = 40
const mostSteps = 60
export const mostDocuments = 12

const flag = z.boolean({ error: 'flag_expected' })
const line = (max: number) =>
	z
		.string({ error: 'text_expected' })
		.trim()
		.max(max, { error: 'too_long' })
		.refine((text) => text.isWellFormed() && !text.includes('\u0000'), { error: 'control_characters' })

/** Texts by language; what is left empty is not there. */
const texts = (max: number) =>
	z.preprocess(
		(value) => value ?? {},
		z
			.object({ en: line(max).nullish(), es: line(max).nullish() })
			.transform(({ en, es }) => ({ ...(en && { en }), ...(es && { es }) })),
	)

const id = (prefix: string) =>
	z
		.string({ error: 'text_expected' })
		.regex(/^[\w-]{1,60}$/, { error: 'id_shape' })
		.nullish()
		.transform((value) => value ?? newId(prefix))

const days = z
	.number({ error: 'number_expected' })
	.int({ error: 'number_expected' })
	.min(0, { error: 'out_of_range' })
	.max(1000, { error: 'out_of_range' })

/** Money as the API writes it, or its minor units alone. */
const amount = z
	.union(
		[
			z.number().int().min(0),
			z.object({ amount: z.number().int().min(0), currency: z.string() }).transform((money) => money.amount),
		],
		{ error: 'amount_shape' },
	)
	.nullish()
	.transform((value) => value ?? null)

const document = z.object({
	title: texts(200).refine((title) => title.en || title.es, { error: 'required' }),
	description: texts(4000),
})

/** What a step says beside its id. */
export const stepFacts = z.object({
	name,
	portalName: texts(120),
	portalDescription: texts(2000),
	visible: flag.default(true),
	holder: z.enum(holders, { error: 'holder_unknown' }).default('us'),
	typicalDays: z
		.tuple([days, days])
		.refine(([from, to]) => from <= to, { error: 'days_reversed' })
		.nullish()
		.transform((value) => value ?? null),
	screen: z.enum(screens, { error: 'screen_unknown' }).default('general'),
	restartable: flag.default(false),
	milestone: z
		.object({
			code: z
				.string({ error: 'text_expected' })
				.trim()
				.regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,19}$/u, { error: 'milestone_shape' }),
			amount,
		})
		.nullish()
		.transform((value) => value ?? null),
	required: z
		.array(z.enum(requirements, { error: 'requirement_unknown' }))
		.max(20)
		.default([]),
	movesOn: flag.default(false),
	documents: z.array(document).max(mostDocuments, { error: 'too_many' }).default([]),
	actionItems: z
		.array(z.string({ error: 'text_expected' }).regex(/^ait_\w{1,60}$/, { error: 'template_unknown' }))
		.max(20, { error: 'too_many' })
		.default([]),
})
const step = stepFacts.extend({ id: id('stp') })

export const stageFacts = z.object({
	name,
	portalName: texts(120),
	portalDescription: texts(2000),
})
const stage = stageFacts.extend({
	id: id('stg'),
	steps: z.array(step).max(mostSteps, { error: 'too_many' }).default([]),
})

export const stagesInput = z
	.array(stage)
	.max(mostStages, { error: 'too_many' })
	.superRefine((stages, context) => {
		const twice = (path: (string | number)[], code: string) => context.addIssue({ code: 'custom', path, message: code })
		const seen = new Set<string>()
		const milestones = new Set<string>()
		for (const [at, { id, steps }] of stages.entries()) {
			if (seen.has(`stage ${id}`)) twice([at, 'id'], 'id_twice')
			seen.add(`stage ${id}`)
			for (const [n, one] of steps.entries()) {
				if (seen.has(one.id)) twice([at, 'steps', n, 'id'], 'id_twice')
				seen.add(one.id)
				const { code } = one.milestone ?? { code: null }
				if (code && milestones.has(code)) twice([at, 'steps', n, 'milestone', 'code'], 'milestone_twice')
				if (code) milestones.add(code)
			}
		}
	})

const projectType = line(60).refine((text) => text !== '', { error: 'required' })

export const flowInput = z.object({
	externalId,
	name,
	projectType: projectType.default('general'),
	tellsWhenLate: flag.default(true),
	stages: stagesInput.default([]),
})
export type FlowInput = z.output<typeof flowInput>

export const flowPatch = z.object({
	externalId,
	name: name.optional(),
	projectType: projectType.optional(),
	tellsWhenLate: flag.optional(),
	stages: stagesInput.optional(),
})
export type FlowPatch = z.output<typeof flowPatch>
