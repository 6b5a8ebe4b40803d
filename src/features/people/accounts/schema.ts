import { z } from 'zod'
import { decodeCursor } from '#platform/paging/cursor.ts'
import { accountKinds } from '../rules.ts'

export const accountSorts = ['name', 'created'] as const
export type AccountSort = (typeof accountSorts)[number]

export interface AccountFilter {
	q?: string
	kind?: (typeof accountKinds)[number]
	portalEnabled?: boolean
	externalId?: string
	name?: string
	archived?: boolean
}

/** A list's address as a page reads it: what makes no sense is as if it were not there. */
export const accountListQuery = z.object({
	q: z.string().max(200).catch('').default(''),
	kind: z.enum(accountKinds).optional().catch(undefined),
	portal: z.enum(['on', 'off']).optional().catch(undefined),
	archived: z
		.literal('1')
		.optional()
		.catch(undefined)
		.transform((value) => value === '1'),
	sort: z.enum(accountSorts).catch('name').default('name'),
	dir: z.enum(['asc', 'desc']).optional().catch(undefined),
	after: z.string().optional().transform(decodeCursor),
	before: z.string().optional().transform(decodeCursor),
	n: z.coerce.number().int().min(0).catch(0).default(0),
})
export type AccountListQuery = z.output<typeof accountListQuery>
