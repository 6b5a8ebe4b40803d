import { and, asc, count, desc, eq, gt, inArray, isNotNull, isNull, lt, max, type SQL, sql } from 'drizzle-orm'
import { members } from '#features/access/tables.ts'
import { siteName } from '#features/people/places/reads.ts'
import { accounts, contacts, sites } from '#features/people/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import { isId } from '#platform/id/id.ts'
import { decodeCursor, encodeCursor } from '#platform/paging/cursor.ts'
import type { Scope } from '#platform/scope/scope.ts'
import { inFolders, inTrash, visible } from './policy.ts'
import { type Folder, folders, pictureTypes } from './rules.ts'
import { wordsOf } from './search/rules.ts'
import { documents, documentViews, documentWords } from './tables.ts'

export type DocumentRow = typeof documents.$inferSelect

/** A document as lists and pages show it. */
export interface DocumentItem extends DocumentRow {
	accountName: string
	/** The site's name or its street; null for a document of the whole account. */
	siteName: string | null
	/** Who put it there; null for programs and the product itself. */
	authorName: string | null
	/** For a client: it has not opened this yet, nor sent it. */
	unseen: boolean
	/** When a client last opened it, for the company's eyes; null for a client. */
	openedAt: Date | null
}

export interface DocumentFilter {
	accountId?: string
	siteId?: string
	/** Only what belongs to no site of its account. */
	wholeAccount?: boolean
	projectId?: string
	folder?: Folder
	sharedWithPortal?: boolean
	externalId?: string
	/** Words of the title, or their beginnings. */
	query?: string
	/** Only what galleries show. */
	pictures?: boolean
	/** Of this project; or of this site or account and of no project or site of it. */
	place?: string
	/** True for those that were removed, in place of those that are there. */
	removed?: boolean
}

/** One page, newest first. `back` and `next` are cursors for `before` and `after`. */
export interface DocumentPage {
	rows: DocumentItem[]
	back: string | null
	next: string | null
}

export async function listDocuments(
	{ scope, db }: Reader,
	filter: DocumentFilter,
	page: { after?: string | null; before?: string | null; limit: number },
): Promise<DocumentPage> {
	const from = decodeCursor(page.before ?? page.after)?.[1]
	const backwards = Boolean(page.before && from)
	const beyond = from ? (backwards ? gt(documents.id, from) : lt(documents.id, from)) : undefined
	const found = await select({ scope, db })
		.where(and(filter.removed ? inTrash(scope) : inFolders(scope), ...conditions(filter), beyond))
		.orderBy(backwards ? asc(documents.id) : desc(documents.id))
		.limit(page.limit + 1)
	const more = found.length > page.limit
	const rows = backwards ? found.slice(0, page.limit).reverse() : found.slice(0, page.limit)
	const cursor = (row: DocumentItem | undefined) => (row ? encodeCursor([null, row.id]) : null)
	return {
		rows,
		back: (backwards ? more : from) ? cursor(rows[0]) : null,
		next: (backwards ? from : more) ? cursor(rows.at(-1)) : null,
	}
}

/** The newest documents that this scope sees, and how many of all of them a client has not opened. One query. */
export async function newestDocuments(
	{ scope, db }: Reader,
	limit: number,
): Promise<{ rows: DocumentItem[]; unseen: number }> {
	const unseenInAll = sql<number>`(count(*) filter (where ${unseenBy(scope)}) over ())::int`
	const rows = await select({ scope, db }, { unseenInAll })
		.where(inFolders(scope))
		.orderBy(desc(documents.id))
		.limit(limit)
	return { rows: rows.map(({ unseenInAll: _, ...row }) => row), unseen: rows[0]?.unseenInAll ?? 0 }
}

/** The document behind an id, in a folder or on a message; null for one that this scope may not see, as for an unknown one. */
export async function findDocument({ scope, db }: Reader, id: string): Promise<DocumentItem | null> {
	if (!isId('doc', id)) return null
	const [row] = await select({ scope, db }).where(and(visible(scope), eq(documents.id, id)))
	return row ?? null
}

/** Those of these documents that this scope may see, oldest first; for the attachments of a page of messages. */
export async function documentsByIds({ scope, db }: Reader, ids: string[]): Promise<DocumentItem[]> {
	if (ids.length === 0) return []
	return select({ scope, db })
		.where(and(visible(scope), inArray(documents.id, ids)))
		.orderBy(asc(documents.id))
}

/** As a part of another query: those that `ids` selects and this scope may see, oldest first. */
export function titlesOf(scope: Scope, ids: SQL): SQL<{ id: string; title: string }[]> {
	return sql<{ id: string; title: string }[]>`(
		select coalesce(jsonb_agg(jsonb_build_object('id', ${documents.id}, 'title', ${documents.title}) order by ${documents.id}), '[]')
		from ${documents} where ${documents.id} in (${ids}) and ${visible(scope)})`
}

/** What proves a project's milestones, as far as this scope may see it. */
export function evidenceOf({ scope, db }: Reader, projectId: string): Promise<DocumentItem[]> {
	return select({ scope, db })
		.where(and(visible(scope), eq(documents.projectId, projectId), isNotNull(documents.milestone)))
		.orderBy(asc(documents.id))
		.limit(200)
}

export async function findByExternalId({ scope, db }: Reader, externalId: string): Promise<DocumentItem | null> {
	const [row] = await select({ scope, db }).where(and(visible(scope), eq(documents.externalId, externalId)))
	return row ?? null
}

export interface FolderCount {
	folder: Folder
	documents: number
	/** Those that the client has not opened yet; 0 for the company. */
	unseen: number
	newestAt: Date | null
}

/** Every folder in its order with what this scope sees in it, empty ones too. */
export async function countFolders({ scope, db }: Reader, filter: DocumentFilter = {}): Promise<FolderCount[]> {
	const rows = await db
		.select({
			folder: documents.folder,
			documents: count(),
			unseen: sql<number>`count(*) filter (where ${unseenBy(scope)})`,
			newestAt: max(documents.createdAt),
		})
		.from(documents)
		.where(and(inFolders(scope), ...conditions(filter)))
		.groupBy(documents.folder)
	return folders.map(
		(folder) => rows.find((row) => row.folder === folder) ?? { folder, documents: 0, unseen: 0, newestAt: null },
	)
}

/** Of the joined member or contact. */
export const authorName = sql<
	string | null
>`coalesce(${members.name}, nullif(trim(${contacts.firstName} || ' ' || ${contacts.lastName}), ''))`

function select<More extends Record<string, SQL<number>>>(
	{ scope, db }: Pick<Reader, 'scope' | 'db'>,
	more: More = {} as More,
) {
	return db
		.select({
			...more,
			...columns,
			accountName: accounts.name,
			siteName: sql<string | null>`case when ${documents.siteId} is null then null else ${siteName} end`,
			authorName,
			unseen: unseenBy(scope),
			openedAt: openedAt(scope),
		})
		.from(documents)
		.innerJoin(accounts, and(eq(accounts.workspaceId, documents.workspaceId), eq(accounts.id, documents.accountId)))
		.leftJoin(sites, and(eq(sites.workspaceId, documents.workspaceId), eq(sites.id, documents.siteId)))
		.leftJoin(members, and(eq(members.workspaceId, documents.workspaceId), eq(members.id, documents.authorId)))
		.leftJoin(contacts, and(eq(contacts.workspaceId, documents.workspaceId), eq(contacts.id, documents.authorId)))
		.$dynamic()
}

const columns = {
	workspaceId: documents.workspaceId,
	id: documents.id,
	externalId: documents.externalId,
	accountId: documents.accountId,
	siteId: documents.siteId,
	projectId: documents.projectId,
	milestone: documents.milestone,
	title: documents.title,
	caption: documents.caption,
	filename: documents.filename,
	folder: documents.folder,
	sharedWithPortal: documents.sharedWithPortal,
	contentType: documents.contentType,
	size: documents.size,
	sha256: documents.sha256,
	storageKey: documents.storageKey,
	thumbnailKey: documents.thumbnailKey,
	displayKey: documents.displayKey,
	width: documents.width,
	height: documents.height,
	attachment: documents.attachment,
	conversationId: documents.conversationId,
	authorType: documents.authorType,
	authorId: documents.authorId,
	createdAt: documents.createdAt,
	updatedAt: documents.updatedAt,
	removedAt: documents.removedAt,
	version: documents.version,
	contentAt: documents.contentAt,
}

function unseenBy(scope: Scope): SQL<boolean> {
	if (scope.kind !== 'client') return sql<boolean>`false`
	return sql<boolean>`(${documents.authorId} is distinct from ${scope.contactId} and not exists (
		select 1 from ${documentViews} where ${documentViews.workspaceId} = ${documents.workspaceId}
		and ${documentViews.documentId} = ${documents.id} and ${documentViews.contactId} = ${scope.contactId}))`
}

function openedAt(scope: Scope): SQL<Date | null> {
	if (scope.kind === 'client' || scope.kind === 'link') return sql<null>`null`
	return sql`(select max(${documentViews.lastAt}) from ${documentViews} where ${documentViews.workspaceId} = ${documents.workspaceId}
		and ${documentViews.documentId} = ${documents.id})`.mapWith(documentViews.lastAt) as SQL<Date | null>
}

function conditions(filter: DocumentFilter): (SQL | undefined)[] {
	return [
		filter.accountId === undefined ? undefined : eq(documents.accountId, filter.accountId),
		filter.siteId === undefined ? undefined : eq(documents.siteId, filter.siteId),
		filter.wholeAccount ? isNull(documents.siteId) : undefined,
		filter.projectId === undefined ? undefined : eq(documents.projectId, filter.projectId),
		filter.folder === undefined ? undefined : eq(documents.folder, filter.folder),
		filter.sharedWithPortal === undefined ? undefined : eq(documents.sharedWithPortal, filter.sharedWithPortal),
		filter.externalId === undefined ? undefined : eq(documents.externalId, filter.externalId),
		...(filter.pictures ? [isPicture] : []),
		...(filter.place === undefined ? [] : [eq(placeOf, filter.place)]),
		...(filter.query?.trim() ? titled(filter.query) : []),
	]
}

/** What galleries show: written out, so that the index made for it is used. */
export const isPicture = sql`(${documents.folder} = 'photos' and ${documents.contentType} in ${sql.raw(pictureTypes)})`
/** Where a picture belongs most closely. */
export const placeOf = sql<string>`coalesce(${documents.projectId}, ${documents.siteId}, ${documents.accountId})`

/** Every word of the query begins a word of the title. */
function titled(query: string): SQL[] {
	const words = wordsOf(query.slice(0, 200))
	if (words.length === 0) return [sql`false`]
	return words.map(
		(word) => sql`exists (select 1 from ${documentWords} where ${documentWords.workspaceId} = ${documents.workspaceId}
			and ${documentWords.documentId} = ${documents.id}
			and ${documentWords.word} >= ${word} and ${documentWords.word} < ${`${word}\u{10ffff}`})`,
	)
}
