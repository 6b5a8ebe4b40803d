import { jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

export const events = pgTable('events', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	at: timestamp('at', { withTimezone: true }).notNull(),
	type: text('type').notNull(),
	actorType: text('actor_type').notNull(),
	actorId: text('actor_id'),
	subjectType: text('subject_type').notNull(),
	subjectId: text('subject_id').notNull(),
	accountId: text('account_id'),
	contactId: text('contact_id'),
	data: jsonb('data').$type<Record<string, unknown>>().notNull(),
})
