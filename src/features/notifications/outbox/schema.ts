import { z } from 'zod'
import { channels, statuses } from '../schema.ts'

/** The list's address: what is not understood is left out, since an address is easily cut. */
export const outboxQuery = z.object({
	channel: z.enum(channels).optional().catch(undefined),
	status: z.enum(statuses).optional().catch(undefined),
	q: z.string().trim().max(254).optional().catch(undefined),
	after: z.string().max(200).optional().catch(undefined),
})
export type OutboxQuery = z.output<typeof outboxQuery>
