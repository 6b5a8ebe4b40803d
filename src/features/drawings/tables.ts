import { doublePrecision, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { drawingStates, type Plane } from './rules.ts'

const actors = ['member', 'contact', 'link', 'key', 'system', 'visitor'] as const
const time = (name: string) => timestamp(name, { withTimezone: true })

export const roofDrawings = pgTable('roof_drawings', {
	workspaceId: text('workspace_id').notNull(),
	projectId: text('project_id').notNull(),
	state: text('state', { enum: drawingStates }).notNull(),
	revision: integer('revision').notNull(),
	planes: jsonb('planes').$type<Plane[]>().notNull(),
	lat: doublePrecision('lat'),
	lng: doublePrecision('lng'),
	reason: text('reason').notNull().default(''),
	savedByType: text('saved_by_type', { enum: actors }).notNull(),
	savedById: text('saved_by_id'),
	savedAt: time('saved_at').notNull(),
	handedInByType: text('handed_in_by_type', { enum: actors }),
	handedInById: text('handed_in_by_id'),
	handedInAt: time('handed_in_at'),
	returnedByType: text('returned_by_type', { enum: actors }),
	returnedById: text('returned_by_id'),
	returnedAt: time('returned_at'),
	createdAt: time('created_at').notNull(),
})
