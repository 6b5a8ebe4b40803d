import { fail } from '@sveltejs/kit'
import { publishedFlows } from '#features/flows/reads.ts'
import { nextStep, placeOf, stepsOf } from '#features/flows/rules.ts'
import { boardOf } from '#features/projects/board/reads.ts'
import { moveMany } from '#features/projects/bulk/writes.ts'
import { countLimit, countProjects } from '#features/projects/lists/reads.ts'
import { projectListQuery } from '#features/projects/lists/schema.ts'
import { moveProject } from '#features/projects/moves/writes.ts'
import { listProjects } from '#features/projects/reads.ts'
import { read } from '#platform/db/db.ts'
import { fieldsOf } from '../../../../front-door/form.ts'
import * as gate from '../../../../front-door/gate.ts'
import { refusedMove } from '../../../../front-door/moves.ts'
import type { Actions, PageServerLoad } from './$types'

const pageSize = 50

export const load: PageServerLoad = (event) => {
	const scope = gate.staff(event, gate.office, 'projects')
	const query = projectListQuery.parse(Object.fromEntries(event.url.searchParams))
	return read(scope, async (reader) => {
		const flows = await publishedFlows(reader)
		const counts = await countProjects(reader)
		const shared = {
			query: { ...query, after: null, before: null },
			counts,
			countLimit,
			pageSize,
			flows: flows.map(({ id, name, projectType, stages }) => ({
				id,
				name,
				projectType,
				stages: stages.map(({ id, name, steps }) => ({
					id,
					name,
					steps: steps.map(({ id, name, screen }) => ({ id, name, screen })),
				})),
			})),
		}
		const flowId = flows.some(({ id }) => id === query.flow) ? query.flow : flows[0]?.id
		if (query.view === 'board') {
			const board = flowId ? await boardOf(reader, flowId) : null
			return { ...shared, page: null, board: board && { ...board, flow: { id: board.flow.id, name: board.flow.name } } }
		}
		const { q, type, flow, stage, step, account, status, stuck, archived, sort, dir, after, before } = query
		const filter = {
			q,
			...(type && { projectType: type }),
			...(flow && { flowId: flow }),
			...(stage && { stageId: stage }),
			...(step && { stepId: step }),
			...(account && { accountId: account }),
			...(status && { status }),
			stuck,
			archived,
		}
		const page = await listProjects(reader, { filter, sort, direction: dir, after, before, limit: pageSize })
		return {
			...shared,
			board: null,
			page: {
				...page,
				rows: page.rows.map(({ id, name, accountId, accountName, siteName, flowName, stage, step, ...row }) => ({
					id,
					name,
					accountId,
					accountName,
					siteName,
					flowName,
					stage: stage.name,
					step: step.name,
					holder: step.holder,
					typicalDays: step.typicalDays,
					status: row.status,
					stepSince: row.stepSince,
					lateAt: row.lateAt,
				})),
			},
		}
	})
}

export const actions: Actions = {
	/** One card, to a step, to the next one, or to the first of a stage. */
	move: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		const { values } = await fieldsOf(event.request)
		const flow = (await read(scope, publishedFlows)).find(({ id }) => id === values.flow)
		const stages = flow?.stages ?? []
		const wanted =
			values.to === 'next'
				? nextStep(stages, values.from ?? '')?.step.id
				: (placeOf(stages, values.to ?? '')?.step.id ??
					stepsOf(stages).find(({ stage }) => stage.id === values.to)?.step.id)
		const seen = values.seen ? Number(values.seen) : undefined
		const outcome = await moveProject(scope, values.id ?? '', { stepId: wanted ?? '', from: values.from, seen })
		return outcome.ok
			? { moved: 1, refused: 0, to: outcome.project.step.name }
			: fail(409, refusedMove(outcome, event.locals))
	},
	bulk: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		const form = await event.request.formData()
		const ids = form.getAll('id').map(String)
		return moveMany(scope, ids, String(form.get('step') ?? ''))
	},
}
