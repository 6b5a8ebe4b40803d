import { and, eq } from 'drizzle-orm'
import { tellCameBack } from '#features/projects/cameBack/writes.ts'
import type { Project } from '#features/projects/reads.ts'
import { moveOnWhenDone } from '#features/projects/required/writes.ts'
import { heldProject } from '#features/projects/standing/writes.ts'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import { actorOf, type ClientScope, type CompanyScope } from '#platform/scope/scope.ts'
import { drawingEvent } from './events.ts'
import { reachesDrawing } from './policy.ts'
import { authorsOf, type Drawing, findDrawing } from './reads.ts'
import { isClientsTurn, type Plane, sameDrawing, totalArea } from './rules.ts'
import { roofDrawings } from './tables.ts'

export type DrawingRefusal =
	| 'drawing_changed'
	| 'drawing_handed_in'
	| 'drawing_not_handed_in'
	| 'drawing_empty'
	| 'drawing_closed'
/** What happened instead: how the drawing stands now, and who saved it last. */
export interface DrawingConflict {
	ok: false
	reason: DrawingRefusal
	drawing: Drawing | null
	by: string | null
}
export type DrawingOutcome = { ok: true; drawing: Drawing } | { ok: false; reason: 'not_found' } | DrawingConflict

export interface Drawn {
	planes: Plane[]
	/** Where the map begins while nothing is drawn. */
	position?: { lat: number; lng: number } | null | undefined
	/** What it was drawn on; without it whatever was saved meanwhile is replaced. */
	revision?: number | undefined
}
type Scope = CompanyScope | ClientScope

/**
 * Keeps what was drawn. Of two who drew on the same revision the first is kept; the second is told, and nothing of
 * either is lost. What is there already is not saved again, so that a request that is retried changes nothing.
 */
export function saveDrawing(scope: Scope, projectId: string, drawn: Drawn): Promise<DrawingOutcome> {
	return write(scope, async (writer): Promise<DrawingOutcome> => {
		const held = await heldDrawing(writer, projectId)
		return held ? saved(writer, held, drawn) : { ok: false, reason: 'not_found' }
	})
}

/** Saves what was drawn, where it is given, and hands the drawing in. */
export function handInDrawing(scope: Scope, projectId: string, drawn?: Drawn): Promise<DrawingOutcome> {
	return write(scope, async (writer): Promise<DrawingOutcome> => {
		const held = await heldDrawing(writer, projectId)
		if (!held) return { ok: false, reason: 'not_found' }
		if (held.drawing?.state === 'handedIn') return conflict(writer, held.drawing, 'drawing_handed_in')
		if ((drawn ?? held.drawing)?.planes.length === 0 || !(drawn ?? held.drawing))
			return conflict(writer, held.drawing, 'drawing_empty')
		const kept = drawn ? await saved(writer, held, drawn) : refusedTo(scope, held)
		if (kept && !kept.ok) return kept
		const by = actorOf(scope)
		await put(writer, projectId, {
			state: 'handedIn',
			reason: '',
			handedInAt: now(),
			handedInByType: by.type,
			handedInById: by.id,
		})
		const outcome = await settled(writer, held.project, 'drawing.handedIn')
		await moveOnWhenDone(writer, projectId)
		return outcome
	})
}

/** Gives a drawing that was handed in back to its client, who reads why. */
export function reopenDrawing(
	scope: CompanyScope,
	projectId: string,
	{ reason, revision }: { reason: string; revision?: number | undefined },
): Promise<DrawingOutcome> {
	return write(scope, async (writer): Promise<DrawingOutcome> => {
		const held = await heldDrawing(writer, projectId)
		if (!held?.drawing) return { ok: false, reason: 'not_found' }
		const { drawing, project } = held
		if (drawing.state !== 'handedIn') return conflict(writer, drawing, 'drawing_not_handed_in')
		if (revision !== undefined && revision !== drawing.revision) return conflict(writer, drawing, 'drawing_changed')
		const by = actorOf(scope)
		await put(writer, projectId, {
			state: 'returned',
			reason,
			returnedAt: now(),
			returnedByType: by.type,
			returnedById: by.id,
		})
		const areas = ['projects'] as const
		await tellCameBack(writer, project, { event: 'drawing.reopened', what: 'drawing', reason, page: 'drawing', areas })
		return settled(writer, project, 'drawing.reopened')
	})
}

interface Held {
	project: Project
	drawing: Drawing | null
}

/** A project that is not archived under a lock that others who would draw wait for; never for who only lends money. */
async function heldDrawing(writer: Writer<Scope>, projectId: string): Promise<Held | null> {
	const project = await heldProject(writer, projectId)
	if (!project || project.archivedAt) return null
	if (writer.scope.kind === 'client' && !reachesDrawing(writer.scope, project)) return null
	return { project, drawing: await findDrawing(writer, projectId) }
}

/** Why a client cannot draw now; the company always can. */
function refusedTo(scope: Scope, { project, drawing }: Held): DrawingConflict | null {
	if (scope.kind !== 'client') return null
	if (drawing?.state === 'handedIn') return { ok: false, reason: 'drawing_handed_in', drawing, by: null }
	const turn = isClientsTurn(project, drawing?.state ?? null)
	return turn ? null : { ok: false, reason: 'drawing_closed', drawing, by: null }
}

async function saved(
	writer: Writer<Scope>,
	held: Held,
	{ planes, position, revision }: Drawn,
): Promise<DrawingOutcome> {
	const { project, drawing } = held
	const refused = refusedTo(writer.scope, held)
	if (refused) return refused
	const stays = position === undefined || String(placeOf(drawing?.position)) === String(placeOf(position))
	if (drawing && stays && sameDrawing(drawing.planes, planes)) return { ok: true, drawing }
	const current = drawing?.revision ?? 0
	if (revision !== undefined && revision !== current) return conflict(writer, drawing, 'drawing_changed')
	const [at, by] = [now(), actorOf(writer.scope)]
	const values = {
		planes,
		revision: current + 1,
		...(position !== undefined && { lat: position?.lat ?? null, lng: position?.lng ?? null }),
		savedAt: at,
		savedByType: by.type,
		savedById: by.id,
	}
	if (drawing) await put(writer, project.id, values)
	else
		await writer.db.insert(roofDrawings).values({
			workspaceId: writer.scope.workspaceId,
			projectId: project.id,
			state: 'draft',
			...values,
			createdAt: at,
		})
	return settled(writer, project, 'drawing.saved')
}

const placeOf = (position: Drawn['position']) => [position?.lat, position?.lng]

async function put(
	{ db, scope }: Writer,
	projectId: string,
	change: Partial<typeof roofDrawings.$inferInsert>,
): Promise<void> {
	const own = and(eq(roofDrawings.workspaceId, scope.workspaceId), eq(roofDrawings.projectId, projectId))
	await db.update(roofDrawings).set(change).where(own)
}

async function conflict(writer: Writer, drawing: Drawing | null, reason: DrawingRefusal): Promise<DrawingConflict> {
	const names = drawing ? await authorsOf(writer, drawing) : null
	return { ok: false, reason, drawing, by: names?.get(drawing?.savedById ?? '') ?? null }
}

async function settled(
	writer: Writer,
	project: Project,
	type: 'drawing.saved' | 'drawing.handedIn' | 'drawing.reopened',
): Promise<DrawingOutcome> {
	const drawing = await findDrawing(writer, project.id)
	if (!drawing) return { ok: false, reason: 'not_found' }
	const area = Math.round(totalArea(drawing.planes) * 10) / 10
	await writer.emit(
		drawingEvent(type, project, {
			planes: drawing.planes.length,
			areaSquareMetres: area,
			...(type === 'drawing.reopened' && { note: drawing.reason }),
		}),
	)
	return { ok: true, drawing }
}
