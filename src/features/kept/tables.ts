import { pgTable, text, timestamp } from 'drizzle-orm/pg-core'

export const keptForms = pgTable('kept_forms', {
	workspaceId: text('workspace_id').notNull(),
	tokenHash: text('token_hash').notNull(),
	author: text('author'),
	sealed: text('sealed').notNull(),
	expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
})
