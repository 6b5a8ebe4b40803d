import { and, eq, isNull } from 'drizzle-orm'
import { namesOf } from '#features/people/feed/reads.ts'
import { findProject } from '#features/projects/reads.ts'
import { moveOnWhenDone } from '#features/projects/required/writes.ts'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import { isId } from '#platform/id/id.ts'
import { actorOf, type CompanyScope } from '#platform/scope/scope.ts'
import { addRequest } from './asking/writes.ts'
import { requestEvent } from './events.ts'
import { askableFor } from './notices/reads.ts'
import { tellAsked } from './notices/writes.ts'
import { type DocumentRequest, findRequest } from './reads.ts'
import { afterAct, type RequestAct, type RequestRefusal } from './rules.ts'
import type { RequestInput, RequestPatch } from './schema.ts'
import { documentRequests } from './tables.ts'

/** What happened instead: how it stands now, and who decided that. */
export interface RequestConflict {
	ok: false
	reason: RequestRefusal | 'request_changed'
	request: DocumentRequest
	by: string | null
}
export type RequestFailure =
	| { ok: false; reason: 'not_found' }
	| { ok: false; reason: 'project_unknown' | 'contact_unknown'; path: string }
	| RequestConflict
export type RequestOutcome = { ok: true; request: DocumentRequest } | RequestFailure

/** Asks for documents. `tell`: whether those who are asked are written to. */
export function askForDocument(
	scope: CompanyScope,
	input: RequestInput,
	{ tell = true }: { tell?: boolean } = {},
): Promise<RequestOutcome> {
	return write(scope, async (writer): Promise<RequestOutcome> => {
		const project = await findProject(writer, input.projectId)
		if (!project || project.archivedAt) return { ok: false, reason: 'project_unknown', path: 'projectId' }
		if (!(await isAskable(writer, project, input.contactId)))
			return { ok: false, reason: 'contact_unknown', path: 'contactId' }
		const request = await addRequest(writer, input, writer.actor)
		if (tell) await tellAsked(writer, [request], 'documentRequest.asked')
		return { ok: true, request }
	})
}

/** Changes what is asked, as long as nothing was approved. */
export function changeRequest(scope: CompanyScope, id: string, patch: RequestPatch): Promise<RequestOutcome> {
	return write(scope, async (writer): Promise<RequestOutcome> => {
		const held = await heldFor(writer, id, 'change')
		if (!held.ok) return held
		const { request } = held
		if (
			patch.contactId &&
			patch.contactId !== request.contactId &&
			!(await isAskable(writer, request, patch.contactId))
		)
			return { ok: false, reason: 'contact_unknown', path: 'contactId' }
		const { contactId, ...rest } = patch
		await put(writer, request, { ...rest, ...(contactId !== undefined && { contactId: contactId || null }) })
		return settled(writer, id, 'documentRequest.updated')
	})
}

/** Takes what was sent as it is. Of two who decide at once the first does; the other learns what happened. */
export function approveRequest(scope: CompanyScope, id: string, seen?: number): Promise<RequestOutcome> {
	return write(scope, async (writer): Promise<RequestOutcome> => {
		const held = await heldFor(writer, id, 'approve', seen)
		if (!held.ok) return held
		await put(writer, held.request, { state: held.state, reason: null, ...decided(scope) })
		await moveOnWhenDone(writer, held.request.projectId)
		return settled(writer, id, 'documentRequest.approved')
	})
}

/** Asks for it again, and says why. */
export function sendBackRequest(
	scope: CompanyScope,
	id: string,
	{ reason, seen, tell = true }: { reason: string; seen?: number | undefined; tell?: boolean },
): Promise<RequestOutcome> {
	return write(scope, async (writer): Promise<RequestOutcome> => {
		const held = await heldFor(writer, id, 'sendBack', seen)
		if (!held.ok) return held
		await put(writer, held.request, { state: held.state, reason, ...decided(scope) })
		return settled(writer, id, 'documentRequest.sentBack', tell)
	})
}

/** Asks no longer. What was sent stays among the account's documents. */
export function withdrawRequest(scope: CompanyScope, id: string): Promise<RequestOutcome> {
	return write(scope, async (writer): Promise<RequestOutcome> => {
		const held = await heldFor(writer, id, 'withdraw')
		if (!held.ok) return held
		await put(writer, held.request, { withdrawnAt: now() })
		await writer.emit(requestEvent('documentRequest.withdrawn', held.request))
		await moveOnWhenDone(writer, held.request.projectId)
		return { ok: true, request: held.request }
	})
}

/** A step of a hand-over: the projects go to somebody else, who is not to see what was asked of the one before. */
export async function withdrawOfProjects(writer: Writer, projectIds: string[]): Promise<void> {
	const { client, scope, emit } = writer
	const { rows } = await client.query<Parameters<typeof requestEvent>[1] & { state: string }>(
		`update document_requests r set withdrawn_at = $3, changes = r.changes + 1, updated_at = $3 from projects p
		where r.workspace_id = $1 and r.project_id = any($2) and r.withdrawn_at is null and p.workspace_id = $1 and p.id = r.project_id
		returning r.id, r.title, r.project_id as "projectId", r.contact_id as "contactId", r.state,
			p.account_id as "accountId", p.site_id as "siteId"`,
		[scope.workspaceId, projectIds, now()],
	)
	const open = rows.filter(({ state }) => state !== 'approved')
	await emit(...open.map((request) => requestEvent('documentRequest.withdrawn', request)))
}

const decided = (scope: CompanyScope) => {
	const by = actorOf(scope)
	return { decidedAt: now(), decidedByType: by.type, decidedById: by.id }
}

type Held = { ok: true; request: DocumentRequest; state: DocumentRequest['state'] } | RequestFailure

/** The request under a lock that others who would change it wait for, if the act can be; with `seen`, if it is as it was looked at. */
export async function heldFor(writer: Writer, id: string, act: RequestAct, seen?: number): Promise<Held> {
	if (!isId('drq', id)) return { ok: false, reason: 'not_found' }
	await writer.db.select({ id: documentRequests.id }).from(documentRequests).where(thisOne(writer, id)).for('update')
	const request = await findRequest(writer, id)
	if (!request) return { ok: false, reason: 'not_found' }
	const after = afterAct(request.state, act)
	if (!after.ok) return conflict(writer, request, after.reason)
	if (seen !== undefined && seen !== request.changes) return conflict(writer, request, 'request_changed')
	return { ok: true, request, state: after.state }
}

async function conflict(
	writer: Writer,
	request: DocumentRequest,
	reason: RequestConflict['reason'],
): Promise<RequestConflict> {
	const by = request.decidedById
	const names = by ? await namesOf(writer, [{ actor_id: by, contact_id: null }]) : null
	return { ok: false, reason, request, by: (by && names?.get(by)) || null }
}

/** Writes a change of a held request. */
export async function put(
	writer: Writer,
	request: DocumentRequest,
	change: Partial<typeof documentRequests.$inferInsert>,
): Promise<void> {
	await writer.db
		.update(documentRequests)
		.set({ ...change, changes: request.changes + 1, updatedAt: now() })
		.where(and(thisOne(writer, request.id), eq(documentRequests.changes, request.changes)))
}

async function settled(
	writer: Writer,
	id: string,
	type: 'documentRequest.updated' | 'documentRequest.approved' | 'documentRequest.sentBack',
	tell = false,
): Promise<RequestOutcome> {
	const request = await findRequest(writer, id)
	if (!request) return { ok: false, reason: 'not_found' }
	await writer.emit(requestEvent(type, request, type === 'documentRequest.sentBack' ? { note: request.reason } : {}))
	if (tell && type === 'documentRequest.sentBack') await tellAsked(writer, [request], type)
	return { ok: true, request }
}

async function isAskable(
	writer: Writer,
	project: { accountId: string; siteId: string | null },
	contactId: string | null | undefined,
): Promise<boolean> {
	return !contactId || (await askableFor(writer, project)).some((one) => one.id === contactId)
}

function thisOne({ scope }: Writer, id: string) {
	return and(
		eq(documentRequests.workspaceId, scope.workspaceId),
		eq(documentRequests.id, id),
		isNull(documentRequests.withdrawnAt),
	)
}
