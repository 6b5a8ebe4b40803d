import { bigint, boolean, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { Problem } from './drafts/cells/rules.ts'
import type { Mapping } from './parsing/columns/rules.ts'
import type { FileProblem } from './parsing/rules.ts'
import type { Counts } from './rules.ts'
import type { RowStatus } from './words/rules.ts'

export const importStatuses = ['mapping', 'checking', 'checked', 'running', 'done', 'cancelled', 'failed'] as const
export type ImportStatus = (typeof importStatuses)[number]

export interface WholeProblem {
	code: FileProblem
	line: number
	limit?: number
}

const time = (name: string) => timestamp(name, { withTimezone: true })

export const imports = pgTable('imports', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	kind: text('kind', { enum: ['customers'] }).notNull(),
	status: text('status', { enum: importStatuses }).notNull(),
	fileName: text('file_name').notNull(),
	fileKey: text('file_key').notNull(),
	fileRemovedAt: time('file_removed_at'),
	fileSize: bigint('file_size', { mode: 'number' }).notNull(),
	headers: jsonb('headers').$type<string[]>().notNull(),
	sample: jsonb('sample').$type<string[][]>().notNull(),
	mapping: jsonb('mapping').$type<Mapping>().notNull(),
	total: integer('total').notNull(),
	done: integer('done').notNull(),
	counts: jsonb('counts').$type<Partial<Counts>>().notNull(),
	problem: jsonb('problem').$type<WholeProblem>(),
	invitationRunId: text('invitation_run_id'),
	createdBy: text('created_by'),
	createdAt: time('created_at').notNull(),
	updatedAt: time('updated_at').notNull(),
	startedAt: time('started_at'),
	finishedAt: time('finished_at'),
})
export type Import = typeof imports.$inferSelect

export const importRows = pgTable('import_rows', {
	workspaceId: text('workspace_id').notNull(),
	importId: text('import_id').notNull(),
	row: integer('row').notNull(),
	status: text('status').$type<RowStatus>().notNull(),
	/** What the row is about, for people: the account's name. */
	label: text('label').notNull(),
	accountId: text('account_id'),
	ofRow: integer('of_row'),
	problems: jsonb('problems').$type<Problem[]>().notNull(),
	flawed: boolean('flawed').notNull(),
	cells: jsonb('cells').$type<string[]>(),
})
export type ImportRow = typeof importRows.$inferSelect
