import { boolean, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { Stage } from './rules.ts'

const time = (name: string) => timestamp(name, { withTimezone: true })

export const flows = pgTable('flows', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	externalId: text('external_id'),
	name: text('name').notNull(),
	projectType: text('project_type').notNull(),
	publishedVersion: integer('published_version'),
	tellsWhenLate: boolean('tells_when_late').notNull().default(true),
	createdAt: time('created_at').notNull(),
	updatedAt: time('updated_at').notNull(),
	archivedAt: time('archived_at'),
})

export const flowVersions = pgTable('flow_versions', {
	workspaceId: text('workspace_id').notNull(),
	flowId: text('flow_id').notNull(),
	version: integer('version').notNull(),
	stages: jsonb('stages').$type<Stage[]>().notNull(),
	createdAt: time('created_at').notNull(),
	updatedAt: time('updated_at').notNull(),
	publishedAt: time('published_at'),
})
