import { z } from 'zod'
import { title } from '#features/documents/schema.ts'
import { workOrderStates } from './rules.ts'

export const workOrderInput = z.object({
	projectId: z.string({ error: 'project_missing' }).min(1, { error: 'project_missing' }).max(60),
	title,
})
export type WorkOrderInput = z.output<typeof workOrderInput>

export const workOrderPatch = z.object({
	title: title.optional(),
	state: z.enum(workOrderStates, { error: 'work_order_state' }).optional(),
})
export type WorkOrderPatch = z.output<typeof workOrderPatch>
