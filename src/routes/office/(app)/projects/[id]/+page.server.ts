import { error, fail, redirect } from '@sveltejs/kit'
import { changeDocument } from '#features/documents/keeping/writes.ts'
import { pairsOf, picturesOfProject } from '#features/documents/pictures/reads.ts'
import { pairView, toPicture } from '#features/documents/pictures/rules.ts'
import { listDocuments } from '#features/documents/reads.ts'
import { findFlow, stagesOf } from '#features/flows/reads.ts'
import { mapStep, nextStep, previousStep, stepsOf } from '#features/flows/rules.ts'
import { accountFeed, subjectFeed } from '#features/people/feed/reads.ts'
import { findPeople } from '#features/people/finding/reads.ts'
import { contactsOfAccount } from '#features/people/links/reads.ts'
import { linkContact, unlinkContact } from '#features/people/links/writes.ts'
import { displayName } from '#features/people/rules.ts'
import { sitesOfAccount } from '#features/people/sites/reads.ts'
import { peopleOfProject } from '#features/projects/lists/reads.ts'
import { lastMove } from '#features/projects/moves/reads.ts'
import {
	type MoveOutcome,
	moveProject,
	remapProject,
	restartProject,
	undoMove,
} from '#features/projects/moves/writes.ts'
import { findProject, movesOf } from '#features/projects/reads.ts'
import { requiredOf } from '#features/projects/required/reads.ts'
import { milestonesOf, passedAt, reachedStep } from '#features/projects/rules.ts'
import { projectPatch, transition } from '#features/projects/schema.ts'
import { archiveProject, updateProject } from '#features/projects/writes.ts'
import { read } from '#platform/db/db.ts'
import { formatMoney } from '#platform/i18n/format.ts'
import { viewOf as drawingView } from '../../../../../front-door/drawings.ts'
import { codesOf, fieldsOf, refusal } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import { refusedMove } from '../../../../../front-door/moves.ts'
import { panelsOf } from '../panels.ts'
import { workView } from '../work.ts'
import type { Actions, PageServerLoad } from './$types'

const picturesShown = 24
const pairsShown = 10

export const load: PageServerLoad = (event) => {
	const scope = gate.staff(event, gate.office, 'projects')
	const { workspace, locale } = event.locals
	const { searchParams } = event.url
	const tab = searchParams.get('feed') === 'portal' ? 'portal' : 'all'
	const find = searchParams.get('find') ?? ''
	const before = searchParams.get('older')
	// At first the latest alone, so that the rest of the page is near.
	const limit = before ? 15 : 6
	return read(scope, async (reader) => {
		const project = await findProject(reader, event.params.id)
		if (!project) error(404)
		const stages = (await stagesOf(reader, [project]))(project)
		const moves = await movesOf(reader, project.id)
		const passed = passedAt(stepsOf(stages), moves)
		const newest = await findFlow(reader, project.flowId)
		const target = newest?.publishedVersion ?? project.flowVersion
		const newer =
			target === project.flowVersion
				? null
				: newest?.version === target
					? newest
					: await findFlow(reader, project.flowId, target)
		const last = await lastMove(reader, project.id)
		const people = await contactsOfAccount(reader, project.accountId)
		const documents = await listDocuments(reader, { projectId: project.id }, { limit: 100 })
		const { panels, subjects } = await panelsOf(reader, project, event.locals)
		const { pictures, more } = await picturesOfProject(reader, project.id, picturesShown)
		const { pairs } = await pairsOf(reader, { projectId: project.id }, { limit: pairsShown })
		const work = await workView(reader, project, event.locals)
		const items = work.orders.flatMap((order) => [order.id, ...order.items.map((item) => item.id)])
		const { stage, step, ...facts } = project
		return {
			project: {
				...facts,
				step: step.name,
				stage: stage.name,
				restartable: step.restartable,
				movesOn: step.movesOn,
				typicalDays: step.typicalDays,
			},
			steps: stages.map(({ id, name, steps }) => ({
				id,
				name,
				steps: steps.map(({ id, name, visible, holder, screen }) => {
					return { id, name, visible, holder, screen, at: passed.get(id) ?? null }
				}),
			})),
			required: await requiredOf(reader, project),
			endedId:
				project.status === 'failed' ? (reachedStep(stepsOf(stages), project.stepId, moves)?.step.id ?? null) : null,
			nextId: nextStep(stages, project.stepId)?.step.id ?? null,
			previousId: previousStep(stages, project.stepId)?.step.id ?? null,
			milestones: milestonesOf(stages, moves).map(({ code, amount, reachedAt }) => ({
				code,
				amount: amount === null ? null : formatMoney({ amount, currency: workspace.currency }, locale),
				reachedAt,
			})),
			newer: newer && {
				version: newer.version,
				mapped: mapStep(newer.stages, project.stepId)?.step.name ?? null,
				steps: stepsOf(newer.stages).map(({ step }) => ({ id: step.id, name: step.name })),
			},
			undo: last?.fromStepId ? { id: last.id, from: last.fromName, to: last.toName, by: last.by, at: last.at } : null,
			linked: await peopleOfProject(reader, project.id),
			people: people
				.filter((person) => !person.projectId)
				.map(({ id, kind, ...person }) => ({ id, kind, name: displayName(person), email: person.email })),
			sites: (await sitesOfAccount(reader, project.accountId)).map(({ id, name, line1 }) => ({
				id,
				name: name || line1,
			})),
			documents: documents.rows.map(({ id, title, milestone, sharedWithPortal, createdAt }) => {
				return { id, title, milestone, sharedWithPortal, createdAt }
			}),
			work,
			...panels,
			drawing: await drawingView(event, reader, project),
			pictures: { list: pictures.map(toPicture), more, pairs: pairs.map(pairView) },
			tab,
			feed:
				tab === 'portal'
					? await accountFeed(reader, project.accountId, { tab: 'portal', before, limit })
					: await subjectFeed(reader, [project.id, ...subjects, ...items], { before, limit }),
			find,
			found: await findPeople(reader, find, workspace.country),
		}
	})
}

type Event = { locals: App.Locals; params: { id: string } }

function answer(event: Event, outcome: MoveOutcome, done: string) {
	if (outcome.ok) return { done }
	if (outcome.reason === 'not_found') error(404)
	return fail('path' in outcome ? 422 : 409, refusedMove(outcome, event.locals))
}

export const actions: Actions = {
	move: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		const { values } = await fieldsOf(event.request)
		const input = transition.safeParse({
			stepId: values.stepId,
			note: values.note,
			shareNote: values.shareNote !== undefined,
		})
		if (!input.success) return fail(422, refusal(event.locals.locale, codesOf(input.error), values))
		const seen = values.seen ? Number(values.seen) : undefined
		return answer(event, await moveProject(scope, event.params.id, { ...input.data, seen }), 'moved')
	},
	undo: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		const { values } = await fieldsOf(event.request)
		return answer(event, await undoMove(scope, event.params.id, values.moveId ?? ''), 'undone')
	},
	restart: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		return answer(event, await restartProject(scope, event.params.id), 'restarted')
	},
	remap: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		const { values } = await fieldsOf(event.request)
		const wanted = { version: Number(values.version) || 0, ...(values.stepId && { stepId: values.stepId }) }
		return answer(event, await remapProject(scope, event.params.id, wanted), 'remapped')
	},
	link: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		const { values } = await fieldsOf(event.request)
		const outcome = await linkContact(scope, values.id ?? '', { type: 'project', id: event.params.id })
		if (!outcome.ok) error(404)
		return { done: 'linked' }
	},
	unlink: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		const { values } = await fieldsOf(event.request)
		if (!(await unlinkContact(scope, values.contactId ?? '', values.linkId ?? ''))) error(404)
		return { done: 'unlinked' }
	},
	evidence: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		const { values } = await fieldsOf(event.request)
		const change = { projectId: event.params.id, milestone: values.milestone || null }
		const outcome = await changeDocument(scope, values.documentId ?? '', change)
		if (!outcome.ok) error(404)
		return { done: 'saved' }
	},
	save: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		const { values } = await fieldsOf(event.request)
		const input = projectPatch.safeParse({ name: values.name, siteId: values.siteId || null })
		if (!input.success) return fail(422, refusal(event.locals.locale, codesOf(input.error), values))
		const outcome = await updateProject(scope, event.params.id, input.data)
		if (outcome.ok) return { done: 'saved' }
		if (outcome.reason === 'not_found') error(404)
		return fail(422, refusal(event.locals.locale, { [outcome.path]: outcome.reason }, values))
	},
	archive: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		await archiveProject(scope, event.params.id)
		redirect(303, `/office/projects/${event.params.id}`)
	},
	restore: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		await archiveProject(scope, event.params.id, false)
		redirect(303, `/office/projects/${event.params.id}`)
	},
}
