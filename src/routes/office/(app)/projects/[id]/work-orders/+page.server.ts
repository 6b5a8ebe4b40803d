import { error, fail, redirect } from '@sveltejs/kit'
import { itemInput, itemReopening } from '#features/actionItems/schema.ts'
import {
	assignItem,
	type ItemConflict,
	type ItemOutcome,
	reopenItem,
	withdrawItem,
} from '#features/actionItems/writes.ts'
import { findProject } from '#features/projects/reads.ts'
import { workOrderInput, workOrderPatch } from '#features/workOrders/schema.ts'
import { changeOrder, createOrder } from '#features/workOrders/writes.ts'
import { m } from '#messages'
import { errorText } from '#platform/api/error-text.ts'
import { read } from '#platform/db/db.ts'
import { formatWhen } from '#platform/i18n/format.ts'
import { codesOf, fieldsOf, refusal } from '../../../../../../front-door/form.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import { workView } from '../../work.ts'
import type { Actions, PageServerLoad } from './$types'

/** The work orders of a project by themselves: where its panel's forms lead, and come back to when refused. */
export const load: PageServerLoad = (event) => {
	const scope = gate.staff(event, gate.office, 'projects')
	return read(scope, async (reader) => {
		const project = await findProject(reader, event.params.id)
		if (!project) error(404)
		const { id, name, accountName, archivedAt } = project
		return {
			project: { id, name, accountName, archived: archivedAt !== null },
			work: await workView(reader, project, event.locals),
		}
	})
}

type Event = { locals: App.Locals; params: { id: string } }

const back = ({ params }: Event, done: string) =>
	redirect(303, `/office/projects/${params.id}?work=${done}#work-orders`)

/** Back to the project, or the form again with what is wrong, or what happened instead. */
function answer(event: Event, outcome: ItemOutcome, done: string, values: Record<string, string>) {
	if (outcome.ok) return back(event, done)
	if (outcome.reason === 'not_found') error(404)
	if ('path' in outcome) return fail(422, refusal(event.locals.locale, { [outcome.path]: outcome.reason }, values))
	return fail(409, { ...refusal(event.locals.locale, {}, values), refused: happened(outcome, event.locals) })
}

function happened({ reason, item, by }: ItemConflict, { locale, workspace }: App.Locals): string {
	const why = errorText(reason, locale)
	if (!item.completedAt || !by) return why
	const when = formatWhen(item.completedAt, { locale, timeZone: workspace.timeZone })
	return `${why} ${m.items_now_by({ who: by, when }, { locale })}`
}

const seenOf = ({ seen }: Record<string, string>) => (seen ? Number(seen) : undefined)

export const actions: Actions = {
	add: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		const { values } = await fieldsOf(event.request)
		const input = workOrderInput.safeParse({ title: values.title, projectId: event.params.id })
		if (!input.success) return fail(422, refusal(event.locals.locale, codesOf(input.error), values))
		const outcome = await createOrder(scope, input.data)
		if (!outcome.ok) error(404)
		back(event, 'added')
	},
	order: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		const { values } = await fieldsOf(event.request)
		const patch = workOrderPatch.safeParse({ state: values.state })
		const outcome = patch.success ? await changeOrder(scope, values.orderId ?? '', patch.data) : null
		if (!outcome?.ok) error(404)
		back(event, 'changed')
	},
	assign: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		const { values } = await fieldsOf(event.request)
		const { title, instructions, kind, templateId } = values
		const what = templateId ? { templateId } : { title, instructions, kind, fields: [] }
		const { contactId, workOrderId, dueOn } = values
		// Of a template an empty day means the template's own; a one-off has none.
		const where = { contactId, workOrderId, dueOn: dueOn || (templateId ? undefined : null) }
		const input = itemInput.safeParse({ ...what, ...where, projectId: event.params.id })
		if (!input.success) return fail(422, refusal(event.locals.locale, codesOf(input.error), values))
		const outcome = await assignItem(scope, input.data)
		if (!outcome.ok && outcome.reason === 'project_unknown') error(404)
		return answer(event, outcome, 'assigned', values)
	},
	reopen: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		const { values } = await fieldsOf(event.request)
		const input = itemReopening.safeParse({ reason: values.reason })
		if (!input.success) return fail(422, refusal(event.locals.locale, codesOf(input.error), values))
		const outcome = await reopenItem(scope, values.id ?? '', { ...input.data, seen: seenOf(values) })
		return answer(event, outcome, 'reopened', values)
	},
	withdraw: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		const { values } = await fieldsOf(event.request)
		return answer(event, await withdrawItem(scope, values.id ?? '', seenOf(values)), 'withdrawn', values)
	},
}
