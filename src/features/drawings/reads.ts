import { and, eq } from 'drizzle-orm'
import { namesOf } from '#features/people/feed/reads.ts'
import { sites } from '#features/people/tables.ts'
import type { Project } from '#features/projects/reads.ts'
import { projects } from '#features/projects/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import { isId } from '#platform/id/id.ts'
import type { ClientScope } from '#platform/scope/scope.ts'
import { reachesDrawing, visibleDrawings } from './policy.ts'
import { type DrawingState, isClientsTurn, type Plane } from './rules.ts'
import { roofDrawings } from './tables.ts'

export interface Drawing {
	projectId: string
	state: DrawingState
	revision: number
	planes: Plane[]
	/** Where the map begins while nothing is drawn. */
	position: { lat: number; lng: number } | null
	/** Why it was sent back last. */
	reason: string
	savedById: string | null
	savedAt: Date
	handedInById: string | null
	handedInAt: Date | null
	returnedById: string | null
	returnedAt: Date | null
}

/** The drawing of a project; null where there is none, or none that this scope may see. One query. */
export async function findDrawing({ db, scope }: Reader, projectId: string): Promise<Drawing | null> {
	if (!isId('prj', projectId)) return null
	const [row] = await db
		.select({
			projectId: roofDrawings.projectId,
			state: roofDrawings.state,
			revision: roofDrawings.revision,
			planes: roofDrawings.planes,
			lat: roofDrawings.lat,
			lng: roofDrawings.lng,
			reason: roofDrawings.reason,
			savedById: roofDrawings.savedById,
			savedAt: roofDrawings.savedAt,
			handedInById: roofDrawings.handedInById,
			handedInAt: roofDrawings.handedInAt,
			returnedById: roofDrawings.returnedById,
			returnedAt: roofDrawings.returnedAt,
		})
		.from(roofDrawings)
		.innerJoin(
			projects,
			and(eq(projects.workspaceId, roofDrawings.workspaceId), eq(projects.id, roofDrawings.projectId)),
		)
		.where(and(visibleDrawings(scope), eq(roofDrawings.projectId, projectId)))
	if (!row) return null
	const { lat, lng, ...drawing } = row
	return { ...drawing, position: lat !== null && lng !== null ? { lat, lng } : null }
}

export interface DrawingOfClient {
	state: DrawingState | null
	reason: string
	/** It is the client's to draw. */
	mine: boolean
}

/** What a project's page tells its client of the drawing; null where there is nothing to draw nor to look at. */
export function toldOfDrawing(
	scope: ClientScope,
	project: Project,
	drawing: Pick<Drawing, 'state' | 'reason'> | null,
): DrawingOfClient | null {
	if (!reachesDrawing(scope, project)) return null
	const mine = isClientsTurn(project, drawing?.state ?? null)
	return drawing || mine ? { state: drawing?.state ?? null, reason: drawing?.reason ?? '', mine } : null
}

/** The same of a drawing that is still to be read. One query. */
export async function drawingOfClient(reader: Reader<ClientScope>, project: Project): Promise<DrawingOfClient | null> {
	return toldOfDrawing(reader.scope, project, await findDrawing(reader, project.id))
}

/** What those who saved, handed in and sent back a drawing are called, by their ids. One query. */
export function authorsOf(
	reader: Reader,
	{ savedById, handedInById, returnedById }: Drawing,
): Promise<Map<string, string>> {
	return namesOf(
		reader,
		[savedById, handedInById, returnedById].map((id) => ({ actor_id: id, contact_id: null })),
	)
}

/** Where the house of a project is, as far as its site says. One query. */
export async function houseOf(
	{ db, scope }: Reader,
	{ siteId }: { siteId: string | null },
): Promise<{ address: string; position: { lat: number; lng: number } | null } | null> {
	if (!siteId) return null
	const [site] = await db
		.select({
			line1: sites.line1,
			postalCode: sites.postalCode,
			city: sites.city,
			region: sites.region,
			country: sites.country,
			lat: sites.lat,
			lng: sites.lng,
		})
		.from(sites)
		.where(and(eq(sites.workspaceId, scope.workspaceId), eq(sites.id, siteId)))
	if (!site) return null
	const { line1, postalCode, city, region, country, lat, lng } = site
	const address = [line1, city, [region, postalCode].filter(Boolean).join(' '), country].filter(Boolean).join(', ')
	return { address, position: lat !== null && lng !== null ? { lat, lng } : null }
}
