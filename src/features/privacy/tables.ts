import { bigint, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { ErasureReport } from './erasing/rules.ts'

const time = (name: string) => timestamp(name, { withTimezone: true })

export const dataExports = pgTable('data_exports', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	contactId: text('contact_id').notNull(),
	status: text('status', { enum: ['queued', 'ready', 'failed', 'expired'] }).notNull(),
	requestedByType: text('requested_by_type').notNull(),
	requestedById: text('requested_by_id'),
	fileKey: text('file_key'),
	fileSize: bigint('file_size', { mode: 'number' }),
	createdAt: time('created_at').notNull(),
	finishedAt: time('finished_at'),
	expiresAt: time('expires_at'),
})
export type DataExport = typeof dataExports.$inferSelect

export const erasures = pgTable('erasures', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	contactId: text('contact_id').notNull(),
	status: text('status', { enum: ['asked', 'done', 'declined'] }).notNull(),
	askedByType: text('asked_by_type').notNull(),
	askedById: text('asked_by_id'),
	report: jsonb('report').$type<ErasureReport>(),
	createdAt: time('created_at').notNull(),
	finishedAt: time('finished_at'),
})
export type Erasure = typeof erasures.$inferSelect
