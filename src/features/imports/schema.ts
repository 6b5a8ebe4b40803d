import { z } from 'zod'
import { importFields } from './parsing/columns/rules.ts'

/** By column: the field it fills; an empty text leaves the column out. */
export const mappingInput = z
	.array(z.union([z.enum(importFields), z.literal('')], { error: 'field_unknown' }))
	.min(1)
	.max(500)
	.transform((fields) => fields.map((field) => field || null))

export const importKind = z.enum(['customers'], { error: 'kind_unknown' })
