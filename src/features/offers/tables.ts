import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

const actors = ['member', 'contact', 'link', 'key', 'system', 'visitor'] as const
const time = (name: string) => timestamp(name, { withTimezone: true })

export const offerDecisions = pgTable('offer_decisions', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	projectId: text('project_id').notNull(),
	offerType: text('offer_type', { enum: ['document'] }).notNull(),
	offerId: text('offer_id').notNull(),
	title: text('title').notNull(),
	version: integer('version').notNull(),
	sha256: text('sha256').notNull(),
	decision: text('decision', { enum: ['accepted', 'declined'] }).notNull(),
	name: text('name').notNull().default(''),
	reason: text('reason'),
	byType: text('by_type', { enum: actors }).notNull(),
	byId: text('by_id'),
	contactId: text('contact_id'),
	ip: text('ip').notNull().default(''),
	userAgent: text('user_agent').notNull().default(''),
	at: time('at').notNull(),
	withdrawnAt: time('withdrawn_at'),
	withdrawnByType: text('withdrawn_by_type', { enum: actors }),
	withdrawnById: text('withdrawn_by_id'),
	withdrawalReason: text('withdrawal_reason'),
})
