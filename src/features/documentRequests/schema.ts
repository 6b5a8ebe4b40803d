import { z } from 'zod'
import { title } from '#features/documents/schema.ts'

const text = z
	.string({ error: 'text_expected' })
	.trim()
	.max(4000, { error: 'too_long' })
	.refine((value) => value.isWellFormed() && !value.includes('\u0000'), { error: 'control_characters' })
const id = z.string({ error: 'text_expected' }).max(60, { error: 'too_long' })
const day = z.iso.date({ error: 'date_shape' })

export const requestInput = z.object({
	projectId: z.string({ error: 'project_missing' }).min(1, { error: 'project_missing' }).max(60),
	/** Without one, everybody of the project's account or site is asked. */
	contactId: id.nullish(),
	title,
	description: text.nullish(),
	dueOn: day.nullish(),
})
export type RequestInput = z.output<typeof requestInput>

export const requestPatch = z.object({
	contactId: id.nullish(),
	title: title.optional(),
	description: text.optional(),
	dueOn: day.nullish(),
})
export type RequestPatch = z.output<typeof requestPatch>

export const requestReturn = z.object({ reason: text.min(1, { error: 'required' }) })
