import { z } from 'zod'
import { languages } from '#features/people/schema.ts'

export const termsInput = z.object({
	language: z.enum(languages, { error: 'language_unknown' }),
	title: z.string({ error: 'text_expected' }).trim().min(1, { error: 'required' }).max(200, { error: 'too_long' }),
	/** Markdown. */
	body: z
		.string({ error: 'text_expected' })
		.transform((text) => text.replace(/\r\n?/g, '\n').trim())
		.refine((text) => text !== '', { error: 'required' })
		.refine((text) => text.length <= 200_000, { error: 'too_long' }),
})
export type TermsInput = z.output<typeof termsInput>
