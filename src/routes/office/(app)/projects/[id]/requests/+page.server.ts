import { error, fail, redirect } from '@sveltejs/kit'
import { askableFor } from '#features/documentRequests/notices/reads.ts'
import { requestsOfProject } from '#features/documentRequests/reads.ts'
import { requestInput, requestReturn } from '#features/documentRequests/schema.ts'
import {
	approveRequest,
	askForDocument,
	type RequestConflict,
	type RequestOutcome,
	sendBackRequest,
	withdrawRequest,
} from '#features/documentRequests/writes.ts'
import { findProject } from '#features/projects/reads.ts'
import { m } from '#messages'
import { errorText } from '#platform/api/error-text.ts'
import { read } from '#platform/db/db.ts'
import { formatWhen } from '#platform/i18n/format.ts'
import { codesOf, fieldsOf, refusal } from '../../../../../../front-door/form.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import { requestsView } from '../../requests.ts'
import type { Actions, PageServerLoad } from './$types'

/** The requests of a project by themselves: where its panel's forms lead, and come back to when refused. */
export const load: PageServerLoad = (event) => {
	const scope = gate.staff(event, gate.office, 'documents')
	return read(scope, async (reader) => {
		const project = await findProject(reader, event.params.id)
		if (!project) error(404)
		const [list, askable] = [await requestsOfProject(reader, project.id), await askableFor(reader, project)]
		const { id, name, accountName, archivedAt } = project
		return {
			project: { id, name, accountName, archived: archivedAt !== null },
			requests: requestsView({ list, askable }, event.locals),
		}
	})
}

type Event = { locals: App.Locals; params: { id: string } }

/** Back to the project, or the form again with what is wrong, or what happened instead. */
function answer(event: Event, outcome: RequestOutcome, done: string, values: Record<string, string>) {
	if (outcome.ok) redirect(303, `/office/projects/${event.params.id}?requests=${done}#requests`)
	if (outcome.reason === 'not_found') error(404)
	if ('path' in outcome) return fail(422, refusal(event.locals.locale, { [outcome.path]: outcome.reason }, values))
	return fail(409, { ...refusal(event.locals.locale, {}, values), refused: happened(outcome, event.locals) })
}

function happened({ reason, request, by }: RequestConflict, { locale, workspace }: App.Locals): string {
	const why = errorText(reason, locale)
	const state = m.requests_office_state({ state: request.state }, { locale })
	if (!request.decidedAt || !by) return `${why} ${m.requests_now({ state }, { locale })}`
	const when = formatWhen(request.decidedAt, { locale, timeZone: workspace.timeZone })
	return `${why} ${m.requests_now_by({ state, who: by, when }, { locale })}`
}

const seenOf = ({ seen }: Record<string, string>) => (seen ? Number(seen) : undefined)

export const actions: Actions = {
	ask: async (event) => {
		const scope = gate.staff(event, gate.office, 'documents')
		const { values } = await fieldsOf(event.request)
		const input = requestInput.safeParse({ ...values, projectId: event.params.id, dueOn: values.dueOn || null })
		if (!input.success) return fail(422, refusal(event.locals.locale, codesOf(input.error), values))
		const outcome = await askForDocument(scope, input.data)
		if (!outcome.ok && outcome.reason === 'project_unknown') error(404)
		return answer(event, outcome, 'asked', values)
	},
	approve: async (event) => {
		const scope = gate.staff(event, gate.office, 'documents')
		const { values } = await fieldsOf(event.request)
		return answer(event, await approveRequest(scope, values.id ?? '', seenOf(values)), 'approved', values)
	},
	sendBack: async (event) => {
		const scope = gate.staff(event, gate.office, 'documents')
		const { values } = await fieldsOf(event.request)
		const input = requestReturn.safeParse({ reason: values.reason })
		if (!input.success) return fail(422, refusal(event.locals.locale, codesOf(input.error), values))
		const outcome = await sendBackRequest(scope, values.id ?? '', { ...input.data, seen: seenOf(values) })
		return answer(event, outcome, 'sentBack', values)
	},
	withdraw: async (event) => {
		const scope = gate.staff(event, gate.office, 'documents')
		const { values } = await fieldsOf(event.request)
		return answer(event, await withdrawRequest(scope, values.id ?? ''), 'withdrawn', values)
	},
}
