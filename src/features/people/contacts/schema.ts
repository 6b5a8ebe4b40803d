import { z } from 'zod'
import { decodeCursor } from '#platform/paging/cursor.ts'
import { contactKinds, type StatusFilter, statusFilters } from '../rules.ts'

export const contactSorts = ['name', 'created', 'seen', 'status'] as const
export type ContactSort = (typeof contactSorts)[number]

export interface ContactFilter {
	q?: string
	kind?: (typeof contactKinds)[number]
	portalStatus?: StatusFilter
	accountId?: string
	siteId?: string
	email?: string
	phone?: string
	externalId?: string
	archived?: boolean
	/** Let in by other contacts; or by this one. */
	delegates?: boolean
	delegateOf?: string
	/** Came by the contact form, and nobody has opened it yet. */
	isNew?: boolean
}

/** A list's address as a page reads it: what makes no sense is as if it were not there. */
export const contactListQuery = z.object({
	q: z.string().max(200).catch('').default(''),
	kind: z.enum(contactKinds).optional().catch(undefined),
	status: z.enum(statusFilters).optional().catch(undefined),
	account: z.string().max(60).optional().catch(undefined),
	archived: z
		.literal('1')
		.optional()
		.catch(undefined)
		.transform((value) => value === '1'),
	delegates: z
		.literal('1')
		.optional()
		.catch(undefined)
		.transform((value) => value === '1'),
	new: z
		.literal('1')
		.optional()
		.catch(undefined)
		.transform((value) => value === '1'),
	sort: z.enum(contactSorts).catch('name').default('name'),
	dir: z.enum(['asc', 'desc']).optional().catch(undefined),
	after: z.string().optional().transform(decodeCursor),
	before: z.string().optional().transform(decodeCursor),
	n: z.coerce.number().int().min(0).catch(0).default(0),
})
export type ContactListQuery = z.output<typeof contactListQuery>
