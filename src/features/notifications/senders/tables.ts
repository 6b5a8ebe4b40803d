import { boolean, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { Findings } from './rules.ts'
import { type ServerAddress, senderStatuses } from './schema.ts'

const time = (name: string) => timestamp(name, { withTimezone: true })

export const mailSenders = pgTable('mail_senders', {
	workspaceId: text('workspace_id').primaryKey(),
	fromName: text('from_name'),
	fromAddress: text('from_address'),
	replyTo: text('reply_to'),
	server: jsonb('server').$type<ServerAddress>(),
	/** Encrypted. */
	serverPassword: text('server_password'),
	testedAt: time('tested_at'),
	testPassed: boolean('test_passed').notNull().default(false),
	testAnswer: text('test_answer'),
	dkimSelector: text('dkim_selector').notNull(),
	/** DER in base64, as it stands in the DNS. */
	dkimPublic: text('dkim_public').notNull(),
	/** PEM, encrypted. */
	dkimPrivate: text('dkim_private').notNull(),
	status: text('status', { enum: senderStatuses }).notNull(),
	findings: jsonb('findings').$type<Findings>(),
	checkedAt: time('checked_at'),
	updatedAt: time('updated_at').notNull(),
})
export type MailSender = typeof mailSenders.$inferSelect
