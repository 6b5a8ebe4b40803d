import { z } from 'zod'
import { importFields } from './words/rules.ts'

/** By column: the field it fills; an empty text leaves the column out. */
export const mappingInput = z
	.array(z.union([z.enum(importFields), z.literal('')], { error: 'field_unknown' }))
	.min(1)
	.max(500)
	.transform((fields) => fields.map((field) => field || null))

export const importKind = z.enum(['customers'], { error: 'kind_unknown' })

/** Why an upload was refused, as it comes back in the page's address. */
export const refusedUpload = z.enum(['tooLarge', 'tooMany', 'typeRefused', 'cut', 'malformed', 'empty', 'infected'])
