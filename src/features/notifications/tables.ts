import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { channels, outcomes, statuses } from './schema.ts'

const time = (name: string) => timestamp(name, { withTimezone: true })

export const deliveries = pgTable('deliveries', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	event: text('event').notNull(),
	eventId: text('event_id'),
	channel: text('channel', { enum: channels }).notNull(),
	recipient: text('recipient').notNull(),
	contactId: text('contact_id'),
	memberId: text('member_id'),
	template: text('template').notNull(),
	language: text('language').notNull(),
	payload: text('payload'),
	status: text('status', { enum: statuses }).notNull(),
	attempts: integer('attempts').notNull().default(0),
	error: text('error'),
	providerId: text('provider_id'),
	claimedUntil: time('claimed_until'),
	nextAttemptAt: time('next_attempt_at'),
	createdAt: time('created_at').notNull(),
	sentAt: time('sent_at'),
	updatedAt: time('updated_at').notNull(),
})
export type Delivery = typeof deliveries.$inferSelect

export const deliveryLog = pgTable('delivery_log', {
	workspaceId: text('workspace_id').notNull(),
	deliveryId: text('delivery_id').notNull(),
	id: text('id').notNull(),
	at: time('at').notNull(),
	attempt: integer('attempt').notNull(),
	outcome: text('outcome', { enum: outcomes }).notNull(),
	code: text('code'),
	message: text('message'),
	report: text('report'),
})

export const smsOptOuts = pgTable('sms_opt_outs', {
	workspaceId: text('workspace_id').notNull(),
	phone: text('phone').notNull(),
	at: time('at').notNull(),
})
