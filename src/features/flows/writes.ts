import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import { changesOf } from '#features/people/events.ts'
import { holdExternalId } from '#features/people/external/writes.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { now } from '#platform/clock/clock.ts'
import { sqlState, type Writer, write } from '#platform/db/db.ts'
import { isId, newId } from '#platform/id/id.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { flowEvent } from './events.ts'
import { type Flow, findFlow, findFlowByExternalId, nextVersion } from './reads.ts'
import { type FlowProblem, problemsOf, type Stage } from './rules.ts'
import type { FlowInput, FlowPatch } from './schema.ts'
import { flows, flowVersions } from './tables.ts'

export type FlowFailure =
	| { ok: false; reason: 'not_found' }
	| { ok: false; reason: 'external_id_taken'; path: 'externalId' }
	/** Somebody else changed the draft since it was read; nothing was overwritten. */
	| { ok: false; reason: 'changed'; flow: Flow }
	| { ok: false; reason: 'invalid'; problems: FlowProblem[] }
export type FlowOutcome = { ok: true; flow: Flow } | FlowFailure

const externalIdTaken = { ok: false, reason: 'external_id_taken', path: 'externalId' } as const

export function createFlow(scope: CompanyScope, input: FlowInput): Promise<FlowOutcome> {
	return catchTaken(() => write(scope, (writer) => insertFlow(writer, input)))
}

/** A new flow with its first draft, as a step of a larger operation. */
export async function insertFlow(writer: Writer<CompanyScope>, input: FlowInput): Promise<FlowOutcome> {
	const { db, scope } = writer
	const [id, at] = [newId('flw'), now()]
	const { stages, externalId, ...rest } = input
	await db.insert(flows).values({
		workspaceId: scope.workspaceId,
		id,
		...rest,
		externalId: externalId ?? null,
		createdAt: at,
		updatedAt: at,
	})
	await db
		.insert(flowVersions)
		.values({ workspaceId: scope.workspaceId, flowId: id, version: 1, stages, createdAt: at, updatedAt: at })
	await writer.emit(flowEvent('flow.created', { id, name: input.name }))
	return found(writer, id)
}

/**
 * Changes a flow. New stages go into its draft; where the newest version is published, they begin the next one.
 * `expected`: when the version was last changed as its editor saw it.
 */
export function updateFlow(
	scope: CompanyScope,
	id: string,
	patch: FlowPatch,
	expected?: { version: number; updatedAt: Date },
): Promise<FlowOutcome> {
	return catchTaken(() => write(scope, (writer) => changeFlow(writer, id, () => patch, expected)))
}

/** The same with a change that depends on the stages as they are now; null changes nothing. */
export function editStages(
	scope: CompanyScope,
	id: string,
	edit: (stages: Stage[]) => Stage[] | null,
): Promise<FlowOutcome> {
	return write(scope, (writer) =>
		changeFlow(writer, id, ({ stages }) => {
			const edited = edit(structuredClone(stages))
			return edited ? { stages: edited } : {}
		}),
	)
}

async function changeFlow(
	writer: Writer<CompanyScope>,
	id: string,
	patchOf: (flow: Flow) => FlowPatch,
	expected?: { version: number; updatedAt: Date },
): Promise<FlowOutcome> {
	const flow = await held(writer, id)
	if (!flow || flow.archivedAt) return { ok: false, reason: 'not_found' }
	if (expected && (flow.version !== expected.version || flow.updatedAt.getTime() !== expected.updatedAt.getTime()))
		return { ok: false, reason: 'changed', flow }
	const { stages, ...facts } = patchOf(flow)
	const changes = changesOf<Flow>(flow, facts)
	const drawn = stages !== undefined && JSON.stringify(stages) !== JSON.stringify(flow.stages)
	if (Object.keys(changes).length === 0 && !drawn) return { ok: true, flow }
	const { db, scope } = writer
	const mine = and(eq(flows.workspaceId, scope.workspaceId), eq(flows.id, id))
	await db
		.update(flows)
		.set({ ...facts, updatedAt: now() })
		.where(mine)
	if (drawn) await setDraft(writer, flow, stages)
	const told = { ...changes, ...(drawn && { stages: { from: flow.version, to: null } }) }
	await writer.emit(flowEvent('flow.updated', { id, name: facts.name ?? flow.name }, { changes: told }))
	return found(writer, id)
}

/** Writes the draft. A published version is never touched: its successor begins. */
async function setDraft(writer: Writer<CompanyScope>, flow: Flow, stages: Stage[]): Promise<void> {
	const { db, scope } = writer
	const at = now()
	const draft = and(
		eq(flowVersions.workspaceId, scope.workspaceId),
		eq(flowVersions.flowId, flow.id),
		isNull(flowVersions.publishedAt),
	)
	const changed = await db
		.update(flowVersions)
		.set({ stages, updatedAt: at })
		.where(draft)
		.returning({ version: flowVersions.version })
	if (changed.length > 0) return
	const version = await nextVersion(writer, flow.id)
	await db
		.insert(flowVersions)
		.values({ workspaceId: scope.workspaceId, flowId: flow.id, version, stages, createdAt: at, updatedAt: at })
}

export type Published = { ok: true; flow: Flow; again: boolean } | FlowFailure

/** Publishes the draft: new projects begin on it, those there are stay where they stand. Done twice it is done once. */
export function publishFlow(scope: CompanyScope, id: string): Promise<Published> {
	return write(scope, (writer) => publishDraft(writer, id))
}

export async function publishDraft(writer: Writer<CompanyScope>, id: string): Promise<Published> {
	const flow = await held(writer, id)
	if (!flow || flow.archivedAt) return { ok: false, reason: 'not_found' }
	if (flow.status === 'published') return { ok: true, flow, again: true }
	const { language } = await currentWorkspace(writer)
	const problems = problemsOf(flow.stages, language)
	if (problems.length > 0) return { ok: false, reason: 'invalid', problems }
	const { db, scope } = writer
	const at = now()
	await db
		.update(flowVersions)
		.set({ publishedAt: at })
		.where(
			and(
				eq(flowVersions.workspaceId, scope.workspaceId),
				eq(flowVersions.flowId, id),
				eq(flowVersions.version, flow.version),
			),
		)
	await db
		.update(flows)
		.set({ publishedVersion: flow.version, updatedAt: at })
		.where(and(eq(flows.workspaceId, scope.workspaceId), eq(flows.id, id)))
	await writer.emit(flowEvent('flow.published', flow, { version: flow.version }))
	const outcome = await found(writer, id)
	return outcome.ok ? { ...outcome, again: false } : outcome
}

/** An archived flow takes no new projects; those on it go on. */
export function archiveFlow(scope: CompanyScope, id: string, archived = true): Promise<boolean> {
	if (!isId('flw', id)) return Promise.resolve(false)
	return write(scope, async ({ db, emit }) => {
		const [row] = await db
			.update(flows)
			.set({ archivedAt: archived ? now() : null, updatedAt: now() })
			.where(
				and(
					eq(flows.workspaceId, scope.workspaceId),
					eq(flows.id, id),
					archived ? isNull(flows.archivedAt) : isNotNull(flows.archivedAt),
				),
			)
			.returning()
		if (row) await emit(flowEvent(archived ? 'flow.archived' : 'flow.restored', row))
		return row !== undefined
	})
}

/** Creates the flow of another program's id, or brings its draft up to date. */
export function upsertFlow(
	scope: CompanyScope,
	externalId: string,
	input: FlowInput,
): Promise<FlowOutcome & { created?: boolean }> {
	return catchTaken(() =>
		write(scope, async (writer): Promise<FlowOutcome & { created?: boolean }> => {
			await holdExternalId(writer, 'flow', externalId)
			const known = await findFlowByExternalId(writer, externalId)
			if (!known) return { ...(await insertFlow(writer, { ...input, externalId })), created: true }
			return changeFlow(writer, known.id, () => ({ ...input, externalId }))
		}),
	)
}

/** The newest version, under a lock that others who would change the flow wait for. */
async function held(writer: Writer<CompanyScope>, id: string): Promise<Flow | null> {
	if (!isId('flw', id)) return null
	await writer.db
		.select({ id: flows.id })
		.from(flows)
		.where(and(eq(flows.workspaceId, writer.scope.workspaceId), eq(flows.id, id)))
		.for('update')
	return findFlow(writer, id)
}

async function found(writer: Writer<CompanyScope>, id: string): Promise<FlowOutcome> {
	const flow = await findFlow(writer, id)
	return flow ? { ok: true, flow } : { ok: false, reason: 'not_found' }
}

async function catchTaken<T>(work: () => Promise<T>): Promise<T | typeof externalIdTaken> {
	try {
		return await work()
	} catch (error) {
		if (sqlState(error)?.constraint === 'flows_external') return externalIdTaken
		throw error
	}
}
