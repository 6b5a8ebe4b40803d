import { error, fail, redirect } from '@sveltejs/kit'
import { templates } from '#features/actionItems/templates/reads.ts'
import {
	addStage,
	addStep,
	changeStage,
	changeStep,
	placeStep,
	removeStage,
	removeStep,
	shiftStage,
	shiftStep,
} from '#features/flows/editing/rules.ts'
import { stageOf, stepOf } from '#features/flows/editing/schema.ts'
import { findFlow, versionsOf } from '#features/flows/reads.ts'
import { placeOf, type Stage, stepsOf, suggestStep, textIn } from '#features/flows/rules.ts'
import { flowPatch } from '#features/flows/schema.ts'
import { archiveFlow, editStages, publishFlow, updateFlow } from '#features/flows/writes.ts'
import { moveOver } from '#features/projects/bulk/writes.ts'
import { countByVersion, stepsStoodOn } from '#features/projects/lists/reads.ts'
import { previewOf } from '#features/projects/views/rules.ts'
import { errorText } from '#platform/api/error-text.ts'
import { now } from '#platform/clock/clock.ts'
import { read } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import type { StaffScope } from '#platform/scope/scope.ts'
import { codesOf, fieldsOf, refuse } from '../../../../../../front-door/form.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

const digitsOf = (currency: string) =>
	new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

/** The newest version, with the step or stage that is being edited, and how a client would see it. */
export const load: PageServerLoad = (event) => {
	const scope = gate.manager(event)
	const { workspace, locale } = event.locals
	const { searchParams } = event.url
	const lang = searchParams.get('lang') === 'es' ? 'es' : searchParams.get('lang') === 'en' ? 'en' : locale
	return read(scope, async (reader) => {
		const flow = await findFlow(reader, event.params.id)
		if (!flow) error(404)
		const step = placeOf(flow.stages, searchParams.get('step') ?? '')?.step ?? null
		const stage = flow.stages.find(({ id }) => id === searchParams.get('stage'))
		const counts = await countByVersion(reader, flow.id)
		const over = Number(searchParams.get('over')) || null
		const from = over && over !== flow.publishedVersion ? await findFlow(reader, flow.id, over) : null
		const to = from && flow.publishedVersion ? await findFlow(reader, flow.id, flow.publishedVersion) : null
		const reading = {
			locale: lang,
			timeZone: workspace.timeZone,
			fallback: workspace.language,
			company: workspace.name,
			at: now(),
		} as const
		const digits = digitsOf(workspace.currency)
		return {
			flow: { ...flow, updatedAt: flow.updatedAt.toISOString() },
			step: step && {
				...step,
				milestone: step.milestone && {
					code: step.milestone.code,
					amount: step.milestone.amount === null ? '' : String(step.milestone.amount / 10 ** digits),
				},
			},
			templates: step
				? (await templates(reader)).map(({ id, title }) => ({ id, title: textIn(title, locale, workspace.language) }))
				: [],
			stage: stage ? { id: stage.id, name: stage.name, portalName: stage.portalName } : null,
			currency: workspace.currency,
			lang,
			preview: previewOf(flow, step?.id ?? null, reading),
			versions: (await versionsOf(reader, flow.id)).map((one) => ({
				...one,
				projects: counts.find((count) => count.version === one.version)?.projects ?? 0,
			})),
			over: from && to && (await mapping(reader, from, to)),
			done: searchParams.get('done'),
		}
	})
}

type Reader = Parameters<typeof stepsStoodOn>[0]

async function mapping(
	reader: Reader,
	from: { id: string; version: number; stages: Stage[] },
	to: { version: number; stages: Stage[] },
) {
	const stood = await stepsStoodOn(reader, from.id, from.version)
	return {
		from: from.version,
		to: to.version,
		targets: stepsOf(to.stages).map(({ step }) => ({ id: step.id, name: step.name })),
		steps: stood.map(({ stepId, projects }) => {
			const name = placeOf(from.stages, stepId)?.step.name ?? stepId
			const same = placeOf(to.stages, stepId) !== null
			return { id: stepId, name, projects, same, suggested: suggestStep(from.stages, to.stages, stepId)?.step.id ?? '' }
		}),
	}
}

type Event = { params: { id: string }; url: URL }
const back = ({ params }: Event, query = '') => redirect(303, `/office/settings/flows/${params.id}${query}`)

async function edit(scope: StaffScope, event: Event, change: (stages: Stage[]) => Stage[], query = ''): Promise<never> {
	const outcome = await editStages(scope, event.params.id, change)
	if (!outcome.ok) error(404)
	return back(event, query)
}

export const actions: Actions = {
	facts: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		const { name, projectType } = values
		const input = flowPatch.safeParse({ name, projectType, tellsWhenLate: values.tellsWhenLate === 'on' })
		if (!input.success) return refuse(event.locals.locale, codesOf(input.error), values)
		const outcome = await updateFlow(scope, event.params.id, input.data)
		if (!outcome.ok) error(404)
		back(event, '?done=saved')
	},
	addStage: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		const input = stageOf({ ...values, portalNameEn: '', portalNameEs: '' })
		if (!input.success) return refuse(event.locals.locale, { newStage: 'name_missing' }, values)
		const id = newId('stg')
		await edit(scope, event, (all) => addStage(all, id, input.data.name), `?stage=${id}#edit`)
	},
	addStep: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		const input = stageOf({ ...values, portalNameEn: '', portalNameEs: '' })
		if (!input.success) return refuse(event.locals.locale, { newStep: 'name_missing' }, values)
		const id = newId('stp')
		await edit(scope, event, (all) => addStep(all, values.stageId ?? '', id, input.data.name), `?step=${id}#edit`)
	},
	saveStage: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		const input = stageOf(values)
		if (!input.success) return refuse(event.locals.locale, codesOf(input.error), values)
		const { name, portalName } = input.data
		await edit(scope, event, (all) => changeStage(all, values.id ?? '', { name, portalName }), '?done=saved')
	},
	saveStep: async (event) => {
		const scope = gate.manager(event)
		const { form, values } = await fieldsOf(event.request)
		const ticked = form.getAll('required').map(String)
		const input = stepOf(
			values,
			ticked,
			digitsOf(event.locals.workspace.currency),
			form.getAll('actionItems').map(String),
		)
		if (!input.success) return refuse(event.locals.locale, codesOf(input.error), values)
		const id = values.id ?? ''
		await edit(scope, event, (all) => changeStep(all, id, input.data), `?step=${encodeURIComponent(id)}&done=saved`)
	},
	shiftStep: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		await edit(
			scope,
			event,
			(all) => shiftStep(all, values.id ?? '', values.by === 'up' ? -1 : 1),
			`#step-${values.id}`,
		)
	},
	placeStep: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		await edit(scope, event, (all) => placeStep(all, values.id ?? '', values.stageId ?? '', values.before || null))
	},
	shiftStage: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		await edit(scope, event, (all) => shiftStage(all, values.id ?? '', values.by === 'up' ? -1 : 1))
	},
	removeStep: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		await edit(scope, event, (all) => removeStep(all, values.id ?? ''), '?done=removed')
	},
	removeStage: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		await edit(scope, event, (all) => removeStage(all, values.id ?? ''), '?done=removed')
	},
	publish: async (event) => {
		const scope = gate.manager(event)
		const outcome = await publishFlow(scope, event.params.id)
		if (outcome.ok) return back(event, '?done=published')
		if (outcome.reason !== 'invalid') error(404)
		const problems = outcome.problems.map(({ path, code }) => ({ path, text: errorText(code, event.locals.locale) }))
		return fail(422, { problems })
	},
	/** Projects of an older version onto the published one, as many as one request takes. */
	over: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		const steps = new Map(
			Object.entries(values).flatMap(([name, to]) => (name.startsWith('to_') && to ? [[name.slice(3), to]] : [])),
		)
		const wanted = { flowId: event.params.id, from: Number(values.from) || 0, to: Number(values.version) || 0, steps }
		const { moved, left } = await moveOver(scope, wanted)
		if (moved === 0 && left === 0) error(404)
		return { movedOver: moved, left }
	},
	archive: async (event) => {
		const scope = gate.manager(event)
		await archiveFlow(scope, event.params.id)
		back(event)
	},
	restore: async (event) => {
		const scope = gate.manager(event)
		await archiveFlow(scope, event.params.id, false)
		back(event)
	},
}
