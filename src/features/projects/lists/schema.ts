import { z } from 'zod'
import { decodeCursor } from '#platform/paging/cursor.ts'
import { projectSorts } from '../reads.ts'
import { projectStatuses } from '../rules.ts'

const id = z.string().max(60).optional().catch(undefined)
const flag = z
	.literal('1')
	.optional()
	.catch(undefined)
	.transform((value) => value === '1')

/** A list's address as a page reads it: what makes no sense is as if it were not there. */
export const projectListQuery = z.object({
	view: z.enum(['table', 'board']).catch('table').default('table'),
	q: z.string().max(200).catch('').default(''),
	type: z.string().max(60).optional().catch(undefined),
	flow: id,
	stage: id,
	step: id,
	account: id,
	status: z.enum(projectStatuses).optional().catch(undefined),
	stuck: flag,
	archived: flag,
	sort: z.enum(projectSorts).catch('since').default('since'),
	dir: z.enum(['asc', 'desc']).catch('asc').default('asc'),
	after: z.string().optional().transform(decodeCursor),
	before: z.string().optional().transform(decodeCursor),
	n: z.coerce.number().int().min(0).catch(0).default(0),
})
