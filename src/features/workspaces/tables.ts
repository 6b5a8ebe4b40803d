import { jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { WorkspaceSettings } from './schema.ts'

export const workspaces = pgTable('workspaces', {
	workspaceId: text('workspace_id').primaryKey(),
	slug: text('slug').notNull(),
	name: text('name').notNull(),
	timeZone: text('time_zone').notNull(),
	currency: text('currency').notNull(),
	language: text('language').notNull(),
	country: text('country').notNull(),
	brandColor: text('brand_color').notNull(),
	logoLightKey: text('logo_light_key'),
	logoDarkKey: text('logo_dark_key'),
	iconKey: text('icon_key'),
	phone: text('phone'),
	supportEmail: text('support_email'),
	customDomain: text('custom_domain'),
	settings: jsonb('settings').$type<Partial<WorkspaceSettings>>().notNull(),
	/** Versions of the terms that count now, by language. */
	terms: jsonb('terms').$type<Partial<Record<string, number>>>().notNull().default({}),
	/** When the list of first steps was put away. */
	setupClosedAt: timestamp('setup_closed_at', { withTimezone: true }),
	createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
	updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
})
export type Workspace = Omit<typeof workspaces.$inferSelect, 'settings'> & { settings: WorkspaceSettings }
