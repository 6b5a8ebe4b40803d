import { jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { Findings } from './rules.ts'
import { domainStatuses } from './schema.ts'

const time = (name: string) => timestamp(name, { withTimezone: true })

export const customDomains = pgTable('custom_domains', {
	workspaceId: text('workspace_id').primaryKey(),
	host: text('host').notNull(),
	/** Only who can write it into the DNS of the host has the host. */
	token: text('token').notNull(),
	status: text('status', { enum: domainStatuses }).notNull(),
	findings: jsonb('findings').$type<Findings>(),
	checkedAt: time('checked_at'),
	failingSince: time('failing_since'),
	createdAt: time('created_at').notNull(),
})
export type CustomDomain = typeof customDomains.$inferSelect
