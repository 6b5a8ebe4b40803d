import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { workOrderStates } from './rules.ts'

const time = (name: string) => timestamp(name, { withTimezone: true })

export const workOrders = pgTable('work_orders', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	projectId: text('project_id').notNull(),
	number: integer('number').notNull(),
	title: text('title').notNull(),
	state: text('state', { enum: workOrderStates }).notNull(),
	createdAt: time('created_at').notNull(),
	updatedAt: time('updated_at').notNull(),
	doneAt: time('done_at'),
})
