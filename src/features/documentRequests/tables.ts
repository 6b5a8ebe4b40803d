import { date, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { requestStates } from './rules.ts'

const actors = ['member', 'contact', 'link', 'key', 'system', 'visitor'] as const
const time = (name: string) => timestamp(name, { withTimezone: true })

export const documentRequests = pgTable('document_requests', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	projectId: text('project_id').notNull(),
	contactId: text('contact_id'),
	/** The contract of which it asks for the signed copy. */
	contractId: text('contract_id'),
	title: text('title').notNull(),
	description: text('description').notNull().default(''),
	dueOn: date('due_on', { mode: 'string' }),
	state: text('state', { enum: requestStates }).notNull(),
	reason: text('reason'),
	changes: integer('changes').notNull().default(0),
	createdByType: text('created_by_type', { enum: actors }).notNull(),
	createdById: text('created_by_id'),
	decidedByType: text('decided_by_type', { enum: actors }),
	decidedById: text('decided_by_id'),
	createdAt: time('created_at').notNull(),
	updatedAt: time('updated_at').notNull(),
	sentAt: time('sent_at'),
	decidedAt: time('decided_at'),
	withdrawnAt: time('withdrawn_at'),
})

export const documentRequestFiles = pgTable('document_request_files', {
	workspaceId: text('workspace_id').notNull(),
	requestId: text('request_id').notNull(),
	documentId: text('document_id').notNull(),
})
