import { error, fail, redirect } from '@sveltejs/kit'
import { listMembers } from '#features/access/members/reads.ts'
import { findProject } from '#features/projects/reads.ts'
import { findVisit, visitsOfProject } from '#features/visits/reads.ts'
import { departure, visitCancellation, visitInput, visitPatch } from '#features/visits/schema.ts'
import type { VisitConflict, VisitOutcome } from '#features/visits/standing/writes.ts'
import { arrive, setOut } from '#features/visits/underway/writes.ts'
import { cancelVisit, changeVisit, completeVisit, scheduleVisit } from '#features/visits/writes.ts'
import { m } from '#messages'
import { errorText } from '#platform/api/error-text.ts'
import { read } from '#platform/db/db.ts'
import { formatWhen } from '#platform/i18n/format.ts'
import { momentIn } from '#platform/i18n/zone.ts'
import { codesOf, fieldsOf, refusal } from '../../../../../../front-door/form.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import { visitsView } from '../../visits.ts'
import type { Actions, PageServerLoad } from './$types'

/** The visits of a project by themselves: where its panel's forms lead, and come back to when refused. */
export const load: PageServerLoad = (event) => {
	const scope = gate.staff(event, gate.office, 'projects')
	return read(scope, async (reader) => {
		const project = await findProject(reader, event.params.id)
		if (!project) error(404)
		const { id, name, accountName, archivedAt } = project
		const members = await listMembers(reader)
		return {
			project: { id, name, accountName, archived: archivedAt !== null },
			visits: visitsView(await visitsOfProject(reader, project.id), event.locals),
			members: members.filter((one) => one.status === 'active').map(({ id, name }) => ({ id, name })),
		}
	})
}

type Event = { locals: App.Locals; params: { id: string } }
type Texts = Record<string, string>

/** Back to the project, or the form again with what is wrong, or what happened instead. */
function answer(event: Event, outcome: VisitOutcome, done: string, values: Texts) {
	if (outcome.ok) redirect(303, `/office/projects/${event.params.id}?visits=${done}#visits`)
	if (outcome.reason === 'not_found') error(404)
	if ('visit' in outcome)
		return fail(409, { ...refusal(event.locals.locale, {}, values), refused: happened(outcome, event.locals) })
	const field = 'path' in outcome ? (fieldNames[outcome.path] ?? outcome.path) : ''
	return fail(422, refusal(event.locals.locale, { [field]: outcome.reason }, values))
}

function happened({ reason, visit, by }: VisitConflict, { locale, workspace }: App.Locals): string {
	const why = errorText(reason, locale)
	const state = m.visits_status({ status: visit.status }, { locale })
	if (!visit.decidedAt || !by) return `${why} ${m.visits_now({ state }, { locale })}`
	const when = formatWhen(visit.decidedAt, { locale, timeZone: workspace.timeZone })
	return `${why} ${m.visits_now_by({ state, who: by, when }, { locale })}`
}

/** Which field of the form stands for which of the input. */
const fieldNames: Texts = {
	startsAt: 'from',
	endsAt: 'to',
	technicians: 'memberId',
	'technicians.0': 'memberId',
	'technicians.0.name': 'name',
	'technicians.0.phone': 'phone',
}

function inputOf(values: Texts, timeZone: string) {
	const moment = (time: string | undefined) => momentIn(values.date ?? '', time ?? '', timeZone)?.toISOString()
	const { memberId, name, phone } = values
	return {
		title: values.title,
		startsAt: moment(values.from),
		endsAt: moment(values.to),
		technicians: memberId || name ? [{ memberId: memberId || null, name: name || null, phone: phone || null }] : [],
		note: values.note ?? '',
		notify: values.notify !== undefined,
	}
}

function refuse({ locale }: App.Locals, codes: Texts, values: Texts) {
	const named = Object.entries(codes).map(([path, code]) => [
		fieldNames[path] ?? path,
		path === 'startsAt' || (path === 'endsAt' && code === 'time_shape') ? 'time_missing' : code,
	])
	return fail(422, refusal(locale, Object.fromEntries(named), values))
}

const seenOf = ({ seen }: Texts) => (seen ? Number(seen) : undefined)

export const actions: Actions = {
	schedule: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		const { values } = await fieldsOf(event.request)
		const { timeZone, country } = event.locals.workspace
		const input = visitInput(country).safeParse({ ...inputOf(values, timeZone), projectId: event.params.id })
		if (!input.success) return refuse(event.locals, codesOf(input.error), values)
		const outcome = await scheduleVisit(scope, input.data)
		if (!outcome.ok && outcome.reason === 'project_unknown') error(404)
		return answer(event, outcome, 'scheduled', values)
	},
	change: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		const { values } = await fieldsOf(event.request)
		const { timeZone, country } = event.locals.workspace
		const patch = visitPatch(country).safeParse(inputOf(values, timeZone))
		if (!patch.success) return refuse(event.locals, codesOf(patch.error), values)
		// The form knows the first of those who come; the others stay.
		const visit = await read(scope, (reader) => findVisit(reader, values.id ?? ''))
		const technicians = [...(patch.data.technicians ?? []), ...(visit?.technicians.slice(1) ?? [])]
		const outcome = await changeVisit(scope, values.id ?? '', { ...patch.data, technicians }, seenOf(values))
		return answer(event, outcome, 'changed', values)
	},
	setOut: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		const { values } = await fieldsOf(event.request)
		const input = departure.safeParse(values.minutes ? { minutes: Number(values.minutes) } : {})
		if (!input.success) return refuse(event.locals, codesOf(input.error), values)
		const outcome = await setOut(scope, values.id ?? '', { ...input.data, seen: seenOf(values) })
		return answer(event, outcome, 'onTheWay', values)
	},
	arrive: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		const { values } = await fieldsOf(event.request)
		return answer(event, await arrive(scope, values.id ?? '', seenOf(values)), 'arrived', values)
	},
	complete: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		const { values } = await fieldsOf(event.request)
		return answer(event, await completeVisit(scope, values.id ?? '', seenOf(values)), 'completed', values)
	},
	cancel: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		const { values } = await fieldsOf(event.request)
		const input = visitCancellation.safeParse({ reason: values.reason })
		if (!input.success) return refuse(event.locals, codesOf(input.error), values)
		const outcome = await cancelVisit(scope, values.id ?? '', { ...input.data, seen: seenOf(values) })
		return answer(event, outcome, 'cancelled', values)
	},
}
