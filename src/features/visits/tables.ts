import { integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { visitStatuses } from './rules.ts'

const time = (name: string) => timestamp(name, { withTimezone: true })

/** Who comes: somebody of the staff, or anybody by name. */
export interface Technician {
	memberId: string | null
	name: string
	phone: string | null
}

export const visits = pgTable('visits', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	externalId: text('external_id'),
	workOrderId: text('work_order_id'),
	projectId: text('project_id'),
	accountId: text('account_id').notNull(),
	siteId: text('site_id'),
	title: text('title').notNull(),
	status: text('status', { enum: visitStatuses }).notNull(),
	startsAt: time('starts_at').notNull(),
	endsAt: time('ends_at').notNull(),
	technicians: jsonb('technicians').$type<Technician[]>().notNull(),
	note: text('note').notNull().default(''),
	reason: text('reason'),
	changes: integer('changes').notNull().default(0),
	toldAt: time('told_at'),
	remindedAt: time('reminded_at'),
	/** When who is on the way arrives, if they said so. */
	expectedAt: time('expected_at'),
	decidedByType: text('decided_by_type', { enum: ['member', 'contact', 'link', 'key', 'system', 'visitor'] }),
	decidedById: text('decided_by_id'),
	decidedAt: time('decided_at'),
	createdAt: time('created_at').notNull(),
	updatedAt: time('updated_at').notNull(),
})
