import { date, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { Texts } from '#features/flows/rules.ts'
import { type Answers, type ItemField, itemKinds, itemStates } from './rules.ts'

const actors = ['member', 'contact', 'link', 'key', 'system', 'visitor'] as const
const time = (name: string) => timestamp(name, { withTimezone: true })

const asked = {
	kind: text('kind', { enum: itemKinds }).notNull(),
	title: jsonb('title').$type<Texts>().notNull(),
	instructions: jsonb('instructions').$type<Texts>().notNull(),
	fields: jsonb('fields').$type<ItemField[]>().notNull(),
}

export const actionItemTemplates = pgTable('action_item_templates', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	...asked,
	dueDays: integer('due_days'),
	/** The key of the example that it came from as part of what a company begins with. */
	readyMade: text('ready_made'),
	createdAt: time('created_at').notNull(),
	updatedAt: time('updated_at').notNull(),
	archivedAt: time('archived_at'),
})

/** What somebody typed that was not complete. */
export interface Draft {
	by: string
	values: Record<string, string>
}

export const actionItems = pgTable('action_items', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	projectId: text('project_id').notNull(),
	workOrderId: text('work_order_id').notNull(),
	templateId: text('template_id'),
	contactId: text('contact_id'),
	...asked,
	dueOn: date('due_on', { mode: 'string' }),
	state: text('state', { enum: itemStates }).notNull(),
	reason: text('reason'),
	draft: jsonb('draft').$type<Draft>(),
	changes: integer('changes').notNull().default(0),
	soonToldAt: time('soon_told_at'),
	dayToldAt: time('day_told_at'),
	overdueToldAt: time('overdue_told_at'),
	createdByType: text('created_by_type', { enum: actors }).notNull(),
	createdById: text('created_by_id'),
	createdAt: time('created_at').notNull(),
	updatedAt: time('updated_at').notNull(),
	completedAt: time('completed_at'),
	completedByType: text('completed_by_type', { enum: actors }),
	completedById: text('completed_by_id'),
	cancelledAt: time('cancelled_at'),
})

/** What shows that somebody signed: in which name, which text, from where. */
export interface Signature {
	name: string
	/** A drawn line (`readDrawing`), where one was drawn. */
	drawing: string | null
	text: string
	/** SHA-256 of the text, in hexadecimal. */
	hash: string
	ip: string
	userAgent: string
}

export const actionItemAnswers = pgTable('action_item_answers', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	itemId: text('item_id').notNull(),
	answers: jsonb('answers').$type<Answers>().notNull(),
	signature: jsonb('signature').$type<Signature>(),
	byType: text('by_type', { enum: actors }).notNull(),
	byId: text('by_id'),
	at: time('at').notNull(),
	reopenedAt: time('reopened_at'),
	reason: text('reason'),
})

export const actionItemFiles = pgTable('action_item_files', {
	workspaceId: text('workspace_id').notNull(),
	itemId: text('item_id').notNull(),
	documentId: text('document_id').notNull(),
	answerId: text('answer_id'),
	field: text('field'),
})
