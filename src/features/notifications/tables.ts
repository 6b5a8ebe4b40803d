import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

const time = (name: string) => timestamp(name, { withTimezone: true })

export const deliveries = pgTable('deliveries', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	event: text('event').notNull(),
	eventId: text('event_id'),
	channel: text('channel', { enum: ['email', 'sms'] }).notNull(),
	recipient: text('recipient').notNull(),
	contactId: text('contact_id'),
	memberId: text('member_id'),
	template: text('template').notNull(),
	language: text('language').notNull(),
	subject: text('subject'),
	payload: text('payload'),
	status: text('status', { enum: ['queued', 'sent', 'delivered', 'bounced', 'failed', 'skipped'] }).notNull(),
	attempts: integer('attempts').notNull().default(0),
	error: text('error'),
	providerId: text('provider_id'),
	createdAt: time('created_at').notNull(),
	sentAt: time('sent_at'),
	updatedAt: time('updated_at').notNull(),
})
