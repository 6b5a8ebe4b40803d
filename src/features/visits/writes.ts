import { and, eq, inArray } from 'drizzle-orm'
import { members } from '#features/access/tables.ts'
import { findPlace } from '#features/documents/writes.ts'
import { holdExternalId } from '#features/people/external/writes.ts'
import { findProject } from '#features/projects/reads.ts'
import { moveOnWhenDone } from '#features/projects/required/writes.ts'
import { now } from '#platform/clock/clock.ts'
import { sqlState, type Writer, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { findVisitByExternalId } from './reads.ts'
import type { VisitInput, VisitPatch } from './schema.ts'
import { decidedBy, heldFor, put, settled, type VisitFailure, type VisitOutcome } from './standing/writes.ts'
import { type Technician, visits } from './tables.ts'

/** Makes an appointment; its client is told. */
export function scheduleVisit(scope: CompanyScope, input: VisitInput): Promise<VisitOutcome> {
	return catchTaken(() => write(scope, (writer) => insertVisit(writer, input)))
}

async function insertVisit(writer: Writer<CompanyScope>, input: VisitInput): Promise<VisitOutcome> {
	const place = await placeFor(writer, input)
	if (!place.ok) return place
	const technicians = await resolve(writer, input.technicians)
	if (!technicians) return { ok: false, reason: 'member_unknown', path: 'technicians' }
	const [id, at] = [newId('vis', now().getTime()), now()]
	await writer.db.insert(visits).values({
		workspaceId: writer.scope.workspaceId,
		id,
		externalId: input.externalId ?? null,
		projectId: place.projectId,
		accountId: place.accountId,
		siteId: place.siteId,
		title: input.title,
		status: 'scheduled',
		startsAt: input.startsAt,
		endsAt: input.endsAt,
		technicians,
		note: input.note,
		toldAt: input.notify ? at : null,
		createdAt: at,
		updatedAt: at,
	})
	return settled(writer, id, 'visit.scheduled', { tell: input.notify })
}

/** Changes an appointment that lies ahead; its client is told of another time or another person. */
export function changeVisit(
	scope: CompanyScope,
	id: string,
	patch: VisitPatch,
	seen?: number | undefined,
): Promise<VisitOutcome> {
	return catchTaken(() => write(scope, (writer) => change(writer, id, patch, seen)))
}

async function change(
	writer: Writer<CompanyScope>,
	id: string,
	{ notify, ...patch }: VisitPatch,
	seen?: number,
): Promise<VisitOutcome> {
	const held = await heldFor(writer, id, seen)
	if (!held.ok) return held
	const { visit } = held
	const startsAt = patch.startsAt ?? visit.startsAt
	const endsAt = patch.endsAt ?? visit.endsAt
	if (startsAt >= endsAt) return { ok: false, reason: 'times_reversed', path: 'endsAt' }
	const technicians = patch.technicians ? await resolve(writer, patch.technicians) : visit.technicians
	if (!technicians) return { ok: false, reason: 'member_unknown', path: 'technicians' }
	const { externalId = visit.externalId, title = visit.title, note = visit.note } = patch
	const next = { externalId, title, note, startsAt, endsAt, technicians }
	const moved = startsAt.getTime() !== visit.startsAt.getTime() || endsAt.getTime() !== visit.endsAt.getTime()
	const others = JSON.stringify(technicians) !== JSON.stringify(visit.technicians)
	const told = moved || others || note !== visit.note
	if (!told && title === visit.title && externalId === visit.externalId) return { ok: true, visit }
	const tell = notify && told
	await put(writer, visit, {
		...next,
		...(tell && { toldAt: now() }),
		...(moved && { remindedAt: null, expectedAt: null, status: 'scheduled' as const }),
	})
	return settled(writer, id, moved ? 'visit.rescheduled' : 'visit.updated', {
		tell,
		...(moved && { data: { from: visit.startsAt } }),
	})
}

/** Nobody comes; its client is told. Of two who decide at once the first does; the other learns what happened. */
export function cancelVisit(
	scope: CompanyScope,
	id: string,
	{ reason = '', notify = true, seen }: { reason?: string; notify?: boolean; seen?: number | undefined } = {},
): Promise<VisitOutcome> {
	return write(scope, async (writer): Promise<VisitOutcome> => {
		const held = await heldFor(writer, id, seen)
		if (!held.ok) return held
		await put(writer, held.visit, {
			status: 'cancelled',
			expectedAt: null,
			reason: reason || null,
			...decidedBy(scope),
		})
		const outcome = await settled(writer, id, 'visit.cancelled', { tell: notify, data: { note: reason } })
		// It may have been all that a step still waited for.
		if (held.visit.projectId) await moveOnWhenDone(writer, held.visit.projectId)
		return outcome
	})
}

/** It has taken place. */
export function completeVisit(scope: CompanyScope, id: string, seen?: number | undefined): Promise<VisitOutcome> {
	return write(scope, async (writer): Promise<VisitOutcome> => {
		const held = await heldFor(writer, id, seen)
		if (!held.ok) return held
		await put(writer, held.visit, { status: 'completed', expectedAt: null, ...decidedBy(scope) })
		const outcome = await settled(writer, id, 'visit.completed')
		if (held.visit.projectId) await moveOnWhenDone(writer, held.visit.projectId)
		return outcome
	})
}

/** Makes or changes the visit with this id of another program; it stays with its account and its project. */
export function upsertVisit(
	scope: CompanyScope,
	externalId: string,
	input: VisitInput,
): Promise<VisitOutcome & { created?: boolean }> {
	return catchTaken(() =>
		write(scope, async (writer): Promise<VisitOutcome & { created?: boolean }> => {
			await holdExternalId(writer, 'visit', externalId)
			const known = await findVisitByExternalId(writer, externalId)
			if (!known) return { ...(await insertVisit(writer, { ...input, externalId })), created: true }
			if (input.projectId && input.projectId !== known.projectId)
				return { ok: false, reason: 'project_fixed', path: 'projectId' }
			if (input.accountId && input.accountId !== known.accountId)
				return { ok: false, reason: 'account_fixed', path: 'accountId' }
			const { title, startsAt, endsAt, technicians, note, notify } = input
			return change(writer, known.id, { title, startsAt, endsAt, technicians, note, notify, externalId })
		}),
	)
}

async function catchTaken<T>(work: () => Promise<T>): Promise<T | VisitFailure> {
	try {
		return await work()
	} catch (error) {
		if (sqlState(error)?.code !== '23505') throw error
		return { ok: false, reason: 'external_id_taken', path: 'externalId' }
	}
}

type Found =
	| { ok: true; projectId: string | null; accountId: string; siteId: string | null }
	| { ok: false; reason: string; path: string }

async function placeFor(writer: Writer<CompanyScope>, input: VisitInput): Promise<Found> {
	const project = input.projectId ? await findProject(writer, input.projectId) : null
	if (input.projectId && (!project || project.archivedAt))
		return { ok: false, reason: 'project_unknown', path: 'projectId' }
	if (project && input.accountId && input.accountId !== project.accountId)
		return { ok: false, reason: 'project_unknown', path: 'projectId' }
	const [accountId, siteId] = [input.accountId ?? project?.accountId, input.siteId ?? project?.siteId]
	const place = await findPlace(writer, { ...(accountId && { accountId }), ...(siteId && { siteId }) })
	if (!place.ok) return { ok: false, reason: place.code, path: place.path }
	return { ok: true, projectId: project?.id ?? null, accountId: place.accountId, siteId: place.siteId }
}

/** With the names and numbers of those who are staff; null where one is not. */
async function resolve(
	{ db, scope }: Writer<CompanyScope>,
	given: VisitInput['technicians'],
): Promise<Technician[] | null> {
	const ids = given.flatMap((one) => one.memberId || [])
	const known = ids.length
		? await db
				.select({ id: members.id, name: members.name, phone: members.phone })
				.from(members)
				.where(and(eq(members.workspaceId, scope.workspaceId), inArray(members.id, ids)))
		: []
	const all = given.map(({ memberId, name, phone }): Technician | null => {
		const member = memberId ? known.find((one) => one.id === memberId) : null
		if (memberId && !member) return null
		return { memberId: member?.id ?? null, name: member?.name ?? name ?? '', phone: phone ?? member?.phone ?? null }
	})
	return all.every((one) => one !== null) ? all : null
}
