import { boolean, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

const time = (name: string) => timestamp(name, { withTimezone: true })

export const projects = pgTable('projects', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	externalId: text('external_id'),
	name: text('name').notNull(),
	accountId: text('account_id').notNull(),
	siteId: text('site_id'),
	flowId: text('flow_id').notNull(),
	flowVersion: integer('flow_version').notNull(),
	stageId: text('stage_id').notNull(),
	stepId: text('step_id').notNull(),
	stepSince: time('step_since').notNull(),
	lateAt: time('late_at'),
	toldAt: time('told_at'),
	status: text('status', { enum: ['active', 'succeeded', 'failed'] }).notNull(),
	moves: integer('moves').notNull().default(0),
	search: text('search').notNull().default(''),
	createdAt: time('created_at').notNull(),
	updatedAt: time('updated_at').notNull(),
	archivedAt: time('archived_at'),
})

export const moveKinds = ['begun', 'moved', 'restarted', 'remapped'] as const

export const projectMoves = pgTable('project_moves', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	projectId: text('project_id').notNull(),
	number: integer('number').notNull(),
	kind: text('kind', { enum: moveKinds }).notNull(),
	fromVersion: integer('from_version'),
	fromStepId: text('from_step_id'),
	fromSince: time('from_since'),
	toVersion: integer('to_version').notNull(),
	toStepId: text('to_step_id').notNull(),
	fromName: text('from_name'),
	toName: text('to_name').notNull(),
	note: text('note').notNull().default(''),
	noteShared: boolean('note_shared').notNull().default(false),
	actorType: text('actor_type', { enum: ['member', 'contact', 'link', 'key', 'system', 'visitor'] }).notNull(),
	actorId: text('actor_id'),
	at: time('at').notNull(),
	undoneAt: time('undone_at'),
	undoneByType: text('undone_by_type'),
	undoneById: text('undone_by_id'),
})
