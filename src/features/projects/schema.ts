import { z } from 'zod'
import { externalId, name } from '#features/people/schema.ts'

const id = z.string({ error: 'text_expected' }).max(60, { error: 'too_long' })

export const projectInput = z.object({
	externalId,
	/** Without one, that of its flow. */
	name: name.nullish(),
	accountId: z.string({ error: 'account_missing' }).min(1, { error: 'account_missing' }).max(60),
	siteId: id.nullish(),
	flowId: z.string({ error: 'flow_missing' }).min(1, { error: 'flow_missing' }).max(60),
	/** Where it begins; without one, on the first step. */
	stepId: id.nullish(),
})
export type ProjectInput = z.output<typeof projectInput>

export const projectPatch = z.object({
	externalId,
	name: name.optional(),
	siteId: id.nullish(),
})
export type ProjectPatch = z.output<typeof projectPatch>

export const note = z
	.string({ error: 'text_expected' })
	.trim()
	.max(4000, { error: 'too_long' })
	.refine((text) => text.isWellFormed() && !text.includes('\u0000'), { error: 'control_characters' })

export const transition = z.object({
	stepId: z.string({ error: 'required' }).min(1, { error: 'required' }).max(60),
	note: note.nullish().transform((value) => value ?? ''),
	/** Whether the client reads the note too. */
	shareNote: z.boolean({ error: 'flag_expected' }).default(false),
	/** The step on which its mover believes it to be; where it is not, nothing happens. */
	from: id.optional(),
})
