import { boolean, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

const time = (name: string) => timestamp(name, { withTimezone: true })

export const conversations = pgTable('conversations', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	accountId: text('account_id').notNull(),
	contactId: text('contact_id').notNull(),
	subject: text('subject').notNull().default(''),
	assignedTo: text('assigned_to'),
	status: text('status', { enum: ['open', 'done'] })
		.notNull()
		.default('open'),
	lastId: text('last_id'),
	lastMessageId: text('last_message_id'),
	lastMessageAt: time('last_message_at'),
	lastAuthorType: text('last_author_type', { enum: ['member', 'contact', 'key', 'system'] }),
	createdAt: time('created_at').notNull(),
	updatedAt: time('updated_at').notNull(),
})
export type Conversation = typeof conversations.$inferSelect

export const messages = pgTable('messages', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	conversationId: text('conversation_id').notNull(),
	authorType: text('author_type', { enum: ['member', 'contact', 'key', 'system'] }).notNull(),
	authorId: text('author_id'),
	body: text('body').notNull().default(''),
	internal: boolean('internal').notNull().default(false),
	clientKey: text('client_key'),
	readAt: time('read_at'),
	readBy: text('read_by'),
	createdAt: time('created_at').notNull(),
})

export const messageAttachments = pgTable('message_attachments', {
	workspaceId: text('workspace_id').notNull(),
	messageId: text('message_id').notNull(),
	documentId: text('document_id').notNull(),
	position: integer('position').notNull().default(0),
})

export const conversationWords = pgTable('conversation_words', {
	workspaceId: text('workspace_id').notNull(),
	conversationId: text('conversation_id').notNull(),
	word: text('word').notNull(),
})

export const conversationReads = pgTable('conversation_reads', {
	workspaceId: text('workspace_id').notNull(),
	conversationId: text('conversation_id').notNull(),
	readerType: text('reader_type', { enum: ['member', 'contact'] }).notNull(),
	readerId: text('reader_id').notNull(),
	lastReadId: text('last_read_id').notNull(),
	readAt: time('read_at').notNull(),
})
