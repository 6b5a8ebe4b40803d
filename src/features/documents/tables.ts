import { bigint, boolean, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { Folder } from './rules.ts'

const authors = ['member', 'contact', 'link', 'key', 'system', 'visitor'] as const
const time = (name: string) => timestamp(name, { withTimezone: true })

export const documents = pgTable('documents', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	externalId: text('external_id'),
	accountId: text('account_id').notNull(),
	siteId: text('site_id'),
	projectId: text('project_id'),
	/** The milestone of its project that it is evidence of. */
	milestone: text('milestone'),
	title: text('title').notNull(),
	/** What is written below a picture. */
	caption: text('caption').notNull().default(''),
	filename: text('filename').notNull(),
	folder: text('folder').$type<Folder>().notNull(),
	sharedWithPortal: boolean('shared_with_portal').notNull(),
	contentType: text('content_type').notNull(),
	size: bigint('size', { mode: 'number' }).notNull(),
	sha256: text('sha256').notNull(),
	storageKey: text('storage_key').notNull(),
	thumbnailKey: text('thumbnail_key'),
	/** Of a picture: as large as a screen, with its measures. */
	displayKey: text('display_key'),
	width: integer('width'),
	height: integer('height'),
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

/** What became of an upload that is all there. */
export type UploadOutcome = { ok: true; ids: string[] } | { ok: false; code: string }

export const uploads = pgTable('uploads', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	ownerType: text('owner_type', { enum: authors }).notNull(),
	ownerId: text('owner_id').notNull(),
	size: bigint('size', { mode: 'number' }).notNull(),
	received: bigint('received', { mode: 'number' }).notNull().default(0),
	metadata: jsonb('metadata').$type<Record<string, string>>().notNull().default({}),
	parts: text('parts').array().notNull().default([]),
	answer: jsonb('answer').$type<UploadOutcome>(),
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

export const picturePairs = pgTable('picture_pairs', {
	workspaceId: text('workspace_id').notNull(),
	id: text('id').notNull(),
	beforeId: text('before_id').notNull(),
	afterId: text('after_id').notNull(),
	createdByType: text('created_by_type', { enum: authors }).notNull(),
	createdById: text('created_by_id'),
	createdAt: time('created_at').notNull(),
})
