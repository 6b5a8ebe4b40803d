import { z } from 'zod'
import { longestTitle } from './rules.ts'
import { folderOf } from './search/rules.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: a title must not contain them
const control = /[\u0000-\u001f\u007f]/

export const title = z
	.string({ error: 'text_expected' })
	.trim()
	.min(1, { error: 'required' })
	.max(longestTitle, { error: 'too_long' })
	.refine((value) => !control.test(value) && value.isWellFormed(), { error: 'control_characters' })

/** What is written below a picture; empty takes it away. */
export const caption = z
	.string({ error: 'text_expected' })
	.trim()
	.max(500, { error: 'too_long' })
	.refine((value) => !control.test(value) && value.isWellFormed(), { error: 'control_characters' })

export const folder = z.string({ error: 'text_expected' }).transform((text, context) => {
	const code = folderOf(text)
	if (code) return code
	context.issues.push({ code: 'custom', message: 'folder_unknown', input: text })
	return z.NEVER
})

/** A tick of a form or a flag of the API's multipart fields. */
const tick = z
	.enum(['true', 'false', '1', '0', 'on', 'off', 'yes', 'no', ''], { error: 'flag_expected' })
	.transform((value) => ['true', '1', 'on', 'yes'].includes(value))

const blank = (value: unknown) => (value === '' ? undefined : value)
const id = z.preprocess(blank, z.string().max(100).optional())

/** The code of a milestone of its project. */
const milestone = z.string({ error: 'text_expected' }).trim().max(20, { error: 'too_long' })

/** The text fields that come with a file. A form's one choice of `place` is `accountId` or `accountId/siteId`. */
export const uploadFields = z.object({
	place: id,
	accountId: id,
	siteId: id,
	projectId: id,
	milestone: z.preprocess(blank, milestone.optional()),
	externalId: z.preprocess(blank, z.string().trim().max(200, { error: 'too_long' }).optional()),
	title: z.preprocess(blank, title.optional()),
	folder: z.preprocess(blank, folder.default('other')),
	sharedWithPortal: tick.default(false),
})
export type UploadFields = z.infer<typeof uploadFields>
export const uploadFieldNames = Object.keys(uploadFields.shape)

/** What a form may say of a document whose content it replaces; what it leaves out stays as it is. */
export const replacementFields = z.object({
	title: title.optional(),
	folder: folder.optional(),
	sharedWithPortal: tick.optional(),
})

/** What can be changed of a document that is there. */
export const documentChange = z.object({
	title: title.optional(),
	caption: caption.optional(),
	folder: folder.optional(),
	siteId: z.string({ error: 'text_expected' }).max(100).nullable().optional(),
	projectId: z.string({ error: 'text_expected' }).max(100).nullable().optional(),
	milestone: milestone.min(1, { error: 'required' }).nullable().optional(),
	externalId: z
		.string({ error: 'text_expected' })
		.trim()
		.min(1, { error: 'required' })
		.max(200, { error: 'too_long' })
		.nullable()
		.optional(),
	sharedWithPortal: z.boolean({ error: 'flag_expected' }).optional(),
})
export type DocumentChange = z.infer<typeof documentChange>
