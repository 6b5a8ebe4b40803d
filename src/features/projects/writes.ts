import { and, isNotNull, isNull } from 'drizzle-orm'
import { publishedFlow } from '#features/flows/reads.ts'
import { firstStep, placeOf, statusOn } from '#features/flows/rules.ts'
import { findAccount } from '#features/people/accounts/reads.ts'
import { changesOf } from '#features/people/events.ts'
import { holdExternalId } from '#features/people/external/writes.ts'
import { searchText } from '#features/people/search/rules.ts'
import { findSite, type Site } from '#features/people/sites/reads.ts'
import { now } from '#platform/clock/clock.ts'
import { sqlState, type Writer, write } from '#platform/db/db.ts'
import { isId, newId } from '#platform/id/id.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { enterStep } from './entering/writes.ts'
import { projectEvent } from './events.ts'
import { findProject, findProjectByExternalId, type Project } from './reads.ts'
import { lateAt } from './rules.ts'
import type { ProjectInput, ProjectPatch } from './schema.ts'
import { addMove, heldProject, thisOne } from './standing/writes.ts'
import { projects } from './tables.ts'

export type ProjectFailure =
	| { ok: false; reason: 'not_found' }
	| {
			ok: false
			reason:
				| 'account_unknown'
				| 'site_unknown'
				| 'flow_unknown'
				| 'flow_not_published'
				| 'step_unknown'
				| 'account_fixed'
				| 'flow_fixed'
			path: string
	  }
	| { ok: false; reason: 'external_id_taken'; path: 'externalId' }
export type ProjectOutcome = { ok: true; project: Project } | ProjectFailure

const refuse = <R extends string>(reason: R, path: string) => ({ ok: false, reason, path }) as const
const externalIdTaken = { ok: false, reason: 'external_id_taken', path: 'externalId' } as const

export function createProject(scope: CompanyScope, input: ProjectInput): Promise<ProjectOutcome> {
	return catchTaken(() => write(scope, (writer) => insertProject(writer, input)))
}

/** A new project on the published version of its flow, as a step of a larger operation. */
export async function insertProject(writer: Writer<CompanyScope>, input: ProjectInput): Promise<ProjectOutcome> {
	const account = await findAccount(writer, input.accountId)
	if (!account || account.archivedAt) return refuse('account_unknown', 'accountId')
	const site = input.siteId ? await siteOf(writer, account.id, input.siteId) : null
	if (input.siteId && !site) return refuse('site_unknown', 'siteId')
	const flow = await publishedFlow(writer, input.flowId)
	if (!flow) return refuse('flow_not_published', 'flowId')
	const place = input.stepId ? placeOf(flow.stages, input.stepId) : firstStep(flow.stages)
	if (!place) return refuse('step_unknown', 'stepId')
	if (input.externalId && (await findProjectByExternalId(writer, input.externalId))) return externalIdTaken
	const [id, at] = [newId('prj'), now()]
	const name = input.name ?? flow.name
	await writer.db.insert(projects).values({
		workspaceId: writer.scope.workspaceId,
		id,
		externalId: input.externalId ?? null,
		name,
		accountId: account.id,
		siteId: site?.id ?? null,
		flowId: flow.id,
		flowVersion: flow.version,
		stageId: place.stage.id,
		stepId: place.step.id,
		stepSince: at,
		lateAt: lateAt(place.step, at),
		status: statusOn(place.step),
		moves: 1,
		search: searchOf(name, site, input.externalId ?? null),
		createdAt: at,
		updatedAt: at,
	})
	await addMove(writer, {
		projectId: id,
		number: 1,
		kind: 'begun',
		toVersion: flow.version,
		toStepId: place.step.id,
		toName: place.step.name,
	})
	const about = { id, name, accountId: account.id, siteId: site?.id ?? null }
	await writer.emit(projectEvent('project.created', about, { step: place.step.name, stepId: place.step.id }))
	const outcome = await found(writer, id)
	if (outcome.ok) await enterStep(writer, outcome.project)
	return outcome
}

export function updateProject(scope: CompanyScope, id: string, patch: ProjectPatch): Promise<ProjectOutcome> {
	return catchTaken(() => write(scope, (writer) => changeProject(writer, id, patch)))
}

async function changeProject(writer: Writer<CompanyScope>, id: string, patch: ProjectPatch): Promise<ProjectOutcome> {
	const current = await heldProject(writer, id)
	if (!current || current.archivedAt) return { ok: false, reason: 'not_found' }
	const siteId = patch.siteId === undefined ? current.siteId : patch.siteId || null
	const site = siteId ? await siteOf(writer, current.accountId, siteId) : null
	if (siteId && !site && siteId !== current.siteId) return refuse('site_unknown', 'siteId')
	const changes = changesOf<Project>(current, {
		...patch,
		...(patch.siteId !== undefined && { siteId }),
	} as Partial<Project>)
	if (Object.keys(changes).length === 0) return { ok: true, project: current }
	const values = Object.fromEntries(Object.entries(changes).map(([field, { to }]) => [field, to])) as Partial<Project>
	const next = { ...current, ...values }
	await writer.db
		.update(projects)
		.set({ ...values, search: searchOf(next.name, site, next.externalId), updatedAt: now() })
		.where(thisOne(writer, id))
	await writer.emit(projectEvent('project.updated', next, { changes }))
	return found(writer, id)
}

export function archiveProject(scope: CompanyScope, id: string, archived = true): Promise<boolean> {
	return isId('prj', id) ? write(scope, (writer) => setArchived(writer, id, archived)) : Promise.resolve(false)
}

async function setArchived(writer: Writer<CompanyScope>, id: string, archived: boolean): Promise<boolean> {
	const at = now()
	const [row] = await writer.db
		.update(projects)
		.set({ archivedAt: archived ? at : null, updatedAt: at })
		.where(and(thisOne(writer, id), archived ? isNull(projects.archivedAt) : isNotNull(projects.archivedAt)))
		.returning()
	if (row) await writer.emit(projectEvent(archived ? 'project.archived' : 'project.restored', row))
	return row !== undefined
}

/** Creates the project of another program's id, or brings it up to date (out of the archive too). */
export async function upsertProject(
	scope: CompanyScope,
	externalId: string,
	input: ProjectInput,
): Promise<ProjectOutcome & { created?: boolean }> {
	return catchTaken(() =>
		write(scope, async (writer): Promise<ProjectOutcome & { created?: boolean }> => {
			await holdExternalId(writer, 'project', externalId)
			const known = await findProjectByExternalId(writer, externalId)
			if (!known) return { ...(await insertProject(writer, { ...input, externalId })), created: true }
			if (input.accountId !== known.accountId) return refuse('account_fixed', 'accountId')
			if (input.flowId !== known.flowId) return refuse('flow_fixed', 'flowId')
			if (known.archivedAt) await setArchived(writer, known.id, false)
			const { name, siteId } = input
			return changeProject(writer, known.id, { ...(name && { name }), siteId, externalId })
		}),
	)
}

async function siteOf(writer: Writer<CompanyScope>, accountId: string, siteId: string): Promise<Site | null> {
	const site = await findSite(writer, siteId)
	return site && site.accountId === accountId && !site.archivedAt ? site : null
}

function searchOf(name: string, site: Partial<Site> | null, externalId: string | null): string {
	return searchText({ texts: [name, site?.name, site?.line1, site?.city, site?.postalCode, externalId] })
}

async function found(writer: Writer<CompanyScope>, id: string): Promise<ProjectOutcome> {
	const project = await findProject(writer, id)
	return project ? { ok: true, project } : { ok: false, reason: 'not_found' }
}

async function catchTaken<T>(work: () => Promise<T>): Promise<T | ProjectFailure> {
	try {
		return await work()
	} catch (error) {
		if (sqlState(error)?.constraint === 'projects_external') return externalIdTaken
		throw error
	}
}
