import { and, desc, eq, lte, type SQL, sql } from 'drizzle-orm'
import { siteName } from '#features/people/places/reads.ts'
import { accounts, sites } from '#features/people/tables.ts'
import { projects } from '#features/projects/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import { isId } from '#platform/id/id.ts'
import { encodeCursor } from '#platform/paging/cursor.ts'
import { inFolders } from '../policy.ts'
import { type DocumentItem, documentsByIds, findDocument, isPicture, listDocuments, placeOf } from '../reads.ts'
import { previewOf } from '../rules.ts'
import { documents, picturePairs } from '../tables.ts'
import { type Pair, type PictureView, toPicture } from './rules.ts'

/** A project, site or account with the newest of its pictures. */
export interface PicturePlace {
	id: string
	name: string
	/** Where a project is. */
	where: string | null
	total: number
	pictures: PictureView[]
}

const mostPlaces = 40

/** Everything that has pictures, what has the newest first. One query. */
export async function placesOfPictures({ db, scope }: Reader, each: number): Promise<PicturePlace[]> {
	const ranked = db
		.select({
			id: documents.id,
			place: sql<string>`${placeOf}`.as('place'),
			position: sql<number>`row_number() over (partition by ${placeOf} order by ${documents.id} desc)`.as('position'),
			total: sql<number>`(count(*) over (partition by ${placeOf}))::int`.as('total'),
			newest: sql<string>`max(${documents.id}) over (partition by ${placeOf})`.as('newest'),
		})
		.from(documents)
		.where(and(inFolders(scope), isPicture))
		.as('ranked')
	const rows = await db
		.select({
			place: ranked.place,
			total: ranked.total,
			id: documents.id,
			title: documents.title,
			caption: documents.caption,
			sharedWithPortal: documents.sharedWithPortal,
			thumbnailKey: documents.thumbnailKey,
			width: documents.width,
			height: documents.height,
			createdAt: documents.createdAt,
			projectName: projects.name,
			siteName: sql<string | null>`case when ${documents.siteId} is null then null else ${siteName} end`,
			accountName: accounts.name,
		})
		.from(ranked)
		.innerJoin(documents, and(eq(documents.workspaceId, scope.workspaceId), eq(documents.id, ranked.id)))
		.innerJoin(accounts, and(eq(accounts.workspaceId, documents.workspaceId), eq(accounts.id, documents.accountId)))
		.leftJoin(projects, and(eq(projects.workspaceId, documents.workspaceId), eq(projects.id, documents.projectId)))
		.leftJoin(sites, and(eq(sites.workspaceId, documents.workspaceId), eq(sites.id, documents.siteId)))
		.where(lte(ranked.position, each))
		.orderBy(desc(ranked.newest), desc(documents.id))
		.limit(mostPlaces * each)
	const places = new Map<string, PicturePlace>()
	for (const row of rows) {
		const name = row.projectName ?? row.siteName ?? row.accountName
		const where = row.projectName === null ? null : row.siteName
		const place = places.get(row.place) ?? { id: row.place, name, where, total: row.total, pictures: [] }
		place.pictures.push(toPicture({ ...row, unseen: false }))
		places.set(row.place, place)
	}
	return [...places.values()]
}

/** The picture behind an id; null for anything else, and for what this scope may not see. */
export async function findPicture(reader: Reader, id: string): Promise<DocumentItem | null> {
	const found = await findDocument(reader, id)
	const picture = found?.folder === 'photos' && !found.attachment && previewOf(found.contentType) === 'picture'
	return picture ? found : null
}

/** Pictures of one project, newest first, and how many there are. */
export async function picturesOfProject(
	reader: Reader,
	projectId: string,
	limit: number,
): Promise<{ pictures: DocumentItem[]; more: boolean }> {
	const page = await listDocuments(reader, { pictures: true, projectId }, { limit })
	return { pictures: page.rows, more: page.next !== null }
}

/** Those beside a picture in the gallery of its place: the newer one before it, the older one behind. */
export async function beside(
	reader: Reader,
	{ id, projectId, siteId, accountId }: DocumentItem,
): Promise<{ newer: string | null; older: string | null }> {
	const filter = { pictures: true, place: projectId ?? siteId ?? accountId }
	const from = encodeCursor([null, id])
	const newer = await listDocuments(reader, filter, { before: from, limit: 1 })
	const older = await listDocuments(reader, filter, { after: from, limit: 1 })
	return { newer: newer.rows[0]?.id ?? null, older: older.rows[0]?.id ?? null }
}

export interface PairFilter {
	/** As in `DocumentFilter`. */
	place?: string
	projectId?: string
	siteId?: string
	accountId?: string
	/** That this picture is half of. */
	pictureId?: string
}

/** Pairs of which both pictures are seen by this scope, newest first. Two queries. */
export async function pairsOf(
	reader: Reader,
	filter: PairFilter,
	page: { after?: string | null; limit: number },
): Promise<{ pairs: Pair[]; next: string | null }> {
	const { db, scope } = reader
	const rows = await db
		.select({ id: picturePairs.id, beforeId: picturePairs.beforeId, afterId: picturePairs.afterId })
		.from(picturePairs)
		.innerJoin(
			documents,
			and(eq(documents.workspaceId, picturePairs.workspaceId), eq(documents.id, picturePairs.beforeId)),
		)
		.where(
			and(
				inFolders(scope),
				isPicture,
				...conditions(filter),
				page.after ? sql`${picturePairs.id} < ${page.after}` : undefined,
			),
		)
		.orderBy(desc(picturePairs.id))
		.limit(page.limit + 1)
	const shown = rows.slice(0, page.limit)
	const found = await documentsByIds(
		reader,
		shown.flatMap(({ beforeId, afterId }) => [beforeId, afterId]),
	)
	const seen = new Map(found.flatMap((item) => (item.folder === 'photos' ? [[item.id, item] as const] : [])))
	const pairs = shown.flatMap(({ id, beforeId, afterId }) => {
		const [before, after] = [seen.get(beforeId), seen.get(afterId)]
		return before && after ? [{ id, before, after }] : []
	})
	return { pairs, next: rows.length > page.limit ? (shown.at(-1)?.id ?? null) : null }
}

export async function findPair(reader: Reader, id: string): Promise<Pair | null> {
	if (!isId('ppr', id)) return null
	const { db, scope } = reader
	const [row] = await db
		.select()
		.from(picturePairs)
		.where(and(eq(picturePairs.workspaceId, scope.workspaceId), eq(picturePairs.id, id)))
	const { pairs } = row ? await pairsOf(reader, { pictureId: row.beforeId }, { limit: 1 }) : { pairs: [] }
	return pairs[0] ?? null
}

function conditions({ place, projectId, siteId, accountId, pictureId }: PairFilter): (SQL | undefined)[] {
	return [
		place === undefined ? undefined : eq(placeOf, place),
		projectId === undefined ? undefined : eq(documents.projectId, projectId),
		siteId === undefined ? undefined : eq(documents.siteId, siteId),
		accountId === undefined ? undefined : eq(documents.accountId, accountId),
		pictureId === undefined ? undefined : sql`${pictureId} in (${picturePairs.beforeId}, ${picturePairs.afterId})`,
	]
}
