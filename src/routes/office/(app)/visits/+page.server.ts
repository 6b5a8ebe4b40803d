import { error, fail, redirect } from '@sveltejs/kit'
import { listMembers } from '#features/access/members/reads.ts'
import { formatPhone } from '#features/people/channels/rules.ts'
import { planQuery, planSpan, planView } from '#features/visits/plans/rules.ts'
import { visitsOfDays } from '#features/visits/reads.ts'
import { roundOf } from '#features/visits/rounds/reads.ts'
import { daysOf, spanFrom } from '#features/visits/rounds/rules.ts'
import { departure } from '#features/visits/schema.ts'
import type { VisitOutcome } from '#features/visits/standing/writes.ts'
import { arrive, setOut } from '#features/visits/underway/writes.ts'
import { completeVisit } from '#features/visits/writes.ts'
import { errorText } from '#platform/api/error-text.ts'
import { now } from '#platform/clock/clock.ts'
import { read } from '#platform/db/db.ts'
import type { StaffScope } from '#platform/scope/scope.ts'
import { fieldsOf } from '../../../../front-door/form.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

/** What a technician has to go to, its home; for the office, the visits of everybody. */
export const load: PageServerLoad = async (event) => {
	const scope = gate.member(event)
	const { locals, url } = event
	return scope.role === 'technician'
		? { round: await roundFor(scope, locals) }
		: { plan: await planFor(scope, locals, url) }
}

async function roundFor(scope: StaffScope, { workspace, locale }: App.Locals) {
	const { timeZone, country } = workspace
	const at = now()
	const stops = await read(scope, (reader) => roundOf(reader, spanFrom(at, timeZone)))
	return daysOf(stops, {
		place: { locale, timeZone },
		at,
		memberId: scope.memberId,
		phone: (number, extension) => formatPhone(number, country, extension),
	})
}

const most = 200

async function planFor(scope: StaffScope, { workspace, locale }: App.Locals, url: URL) {
	const { timeZone } = workspace
	const query = planQuery.parse(Object.fromEntries(url.searchParams))
	const at = now()
	const whose = query.member === 'nobody' ? null : query.member || undefined
	const { visits, members } = await read(scope, async (reader) => ({
		visits: await visitsOfDays(reader, planSpan(query, at, timeZone), whose, most + 1),
		members: await listMembers(reader),
	}))
	return {
		query,
		days: planView(visits.slice(0, most), at, { locale, timeZone }),
		more: visits.length > most,
		members: members.filter(({ status }) => status === 'active').map(({ id, name }) => ({ id, name })),
	}
}

/** Back to the same days, or what happened instead: somebody else was faster. */
function answer({ locals, url }: { locals: App.Locals; url: URL }, outcome: VisitOutcome) {
	if (outcome.ok) {
		const kept = [...url.searchParams].filter(([name]) => name === 'member' || name === 'day')
		redirect(303, `/office/visits${kept.length > 0 ? `?${new URLSearchParams(kept)}` : ''}`)
	}
	if (outcome.reason === 'not_found') error(404)
	return fail(409, { refused: errorText(outcome.reason, locals.locale) })
}

export const actions: Actions = {
	setOut: async (event) => {
		const scope = gate.member(event)
		const { id = '', minutes } = (await fieldsOf(event.request)).values
		const input = departure.safeParse(minutes ? { minutes: Number(minutes) } : {})
		if (!input.success) return fail(422, { refused: errorText('out_of_range', event.locals.locale) })
		return answer(event, await setOut(scope, id, input.data))
	},
	arrive: async (event) => {
		const scope = gate.member(event)
		const { values } = await fieldsOf(event.request)
		return answer(event, await arrive(scope, values.id ?? ''))
	},
	complete: async (event) => {
		const scope = gate.member(event)
		const { values } = await fieldsOf(event.request)
		return answer(event, await completeVisit(scope, values.id ?? ''))
	},
}
