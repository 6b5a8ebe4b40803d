import { bigint, boolean, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { Folder } from './rules.ts'

const authors = ['member', 'contact', 'link', 'key', 'system', 'visitor'] as const
const time = (name: string) => timestamp(name, { withTimezone: true })

export const documents = pgTable('documents', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	externalId: text('external_id'),
	accountId: text('account_id').notNull(),
	siteId: text('site_id'),
	title: text('title').notNull(),
	filename: text('filename').notNull(),
	folder: text('folder').$type<Folder>().notNull(),
	sharedWithPortal: boolean('shared_with_portal').notNull(),
	contentType: text('content_type').notNull(),
	size: bigint('size', { mode: 'number' }).notNull(),
	sha256: text('sha256').notNull(),
	storageKey: text('storage_key').notNull(),
	thumbnailKey: text('thumbnail_key'),
	attachment: boolean('attachment').notNull().default(false),
	conversationId: text('conversation_id'),
	authorType: text('author_type', { enum: authors }).notNull(),
	authorId: text('author_id'),
	createdAt: time('created_at').notNull(),
	updatedAt: time('updated_at').notNull(),
	removedAt: time('removed_at'),
	version: integer('version').notNull().default(1),
	contentAt: time('content_at'),
})

export const documentVersions = pgTable('document_versions', {
	workspaceId: text('workspace_id').notNull(),
	documentId: text('document_id').notNull(),
	version: integer('version').notNull(),
	filename: text('filename').notNull(),
	contentType: text('content_type').notNull(),
	size: bigint('size', { mode: 'number' }).notNull(),
	sha256: text('sha256').notNull(),
	storageKey: text('storage_key').notNull(),
	authorType: text('author_type', { enum: authors }).notNull(),
	authorId: text('author_id'),
	createdAt: time('created_at').notNull(),
})

export const documentViews = pgTable('document_views', {
	workspaceId: text('workspace_id').notNull(),
	documentId: text('document_id').notNull(),
	contactId: text('contact_id').notNull(),
	firstAt: time('first_at').notNull(),
	lastAt: time('last_at').notNull(),
	times: integer('times').notNull().default(1),
})

export const documentWords = pgTable('document_words', {
	workspaceId: text('workspace_id').notNull(),
	documentId: text('document_id').notNull(),
	word: text('word').notNull(),
})
