import { z } from 'zod'
import { type EventGroup, eventGroups } from './rules.ts'

const text = z
	.string()
	.trim()
	.max(60)
	.transform((value) => value || undefined)
	.optional()
	.catch(undefined)

/** The log's address: what is not understood is left out, since an address is easily cut. */
export const auditQuery = z.object({
	by: text,
	group: z
		.enum(eventGroups as [EventGroup, ...EventGroup[]])
		.optional()
		.catch(undefined),
	contact: text,
	account: text,
	subject: text,
	from: text,
	to: text,
	after: text,
})
export type AuditQuery = z.output<typeof auditQuery>
