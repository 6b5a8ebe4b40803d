import { jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { AccessArea } from '#platform/scope/scope.ts'

const time = (name: string) => timestamp(name, { withTimezone: true })

export const delegations = pgTable('delegations', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	inviterId: text('inviter_id').notNull(),
	contactId: text('contact_id'),
	outcome: text('outcome', { enum: ['waiting', 'created', 'known'] })
		.notNull()
		.default('waiting'),
	firstName: text('first_name').notNull(),
	lastName: text('last_name').notNull(),
	email: text('email'),
	phone: text('phone'),
	address: text('address').notNull(),
	areas: text('areas').array().$type<AccessArea[]>().notNull(),
	places: jsonb('places').$type<{ accountId: string; siteId: string | null }[]>().notNull(),
	createdAt: time('created_at').notNull(),
	updatedAt: time('updated_at').notNull(),
	removedAt: time('removed_at'),
})
