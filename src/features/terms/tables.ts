import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

const time = (name: string) => timestamp(name, { withTimezone: true })

export const terms = pgTable('terms', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	version: integer('version').notNull(),
	language: text('language').notNull(),
	title: text('title').notNull(),
	body: text('body').notNull(),
	sha256: text('sha256').notNull(),
	createdBy: text('created_by'),
	createdAt: time('created_at').notNull(),
})
export type Terms = Omit<typeof terms.$inferSelect, 'workspaceId'>

export const termsAcceptances = pgTable('terms_acceptances', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	contactId: text('contact_id').notNull(),
	termsId: text('terms_id').notNull(),
	version: integer('version').notNull(),
	language: text('language').notNull(),
	sha256: text('sha256').notNull(),
	ip: text('ip').notNull(),
	userAgent: text('user_agent').notNull(),
	at: time('at').notNull(),
})
