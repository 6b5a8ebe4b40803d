import { pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { Channel, InvitationRefusal } from './rules.ts'

const time = (name: string) => timestamp(name, { withTimezone: true })

export const invitationRuns = pgTable('invitation_runs', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	channels: text('channels').array().$type<Channel[]>().notNull(),
	actorType: text('actor_type').notNull(),
	actorId: text('actor_id'),
	createdAt: time('created_at').notNull(),
	startedAt: time('started_at'),
	finishedAt: time('finished_at'),
})

export const invitationRunContacts = pgTable('invitation_run_contacts', {
	workspaceId: text('workspace_id').notNull(),
	runId: text('run_id').notNull(),
	contactId: text('contact_id').notNull(),
	outcome: text('outcome').$type<'sent' | InvitationRefusal>(),
})
