import { error, fail, redirect } from '@sveltejs/kit'
import { type Decision, offersOfProject, whoSaid } from '#features/offers/reads.ts'
import { withdrawalInput } from '#features/offers/schema.ts'
import { withdrawAcceptance } from '#features/offers/writes.ts'
import { namesOf } from '#features/people/feed/reads.ts'
import { findProject } from '#features/projects/reads.ts'
import { m } from '#messages'
import { errorText } from '#platform/api/error-text.ts'
import { read } from '#platform/db/db.ts'
import { formatWhen } from '#platform/i18n/format.ts'
import type { StaffScope } from '#platform/scope/scope.ts'
import { codesOf, fieldsOf, refusal } from '../../../../../../front-door/form.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import { offersView } from '../../offers.ts'
import type { Actions, PageServerLoad } from './$types'

/** The offers of a project by themselves: where its panel's forms lead, and come back to when refused. */
export const load: PageServerLoad = (event) => {
	const scope = gate.staff(event, gate.office, 'documents')
	return read(scope, async (reader) => {
		const project = await findProject(reader, event.params.id)
		if (!project) error(404)
		const { id, name, accountName, archivedAt } = project
		const offers = await offersOfProject(reader, project)
		const names = await namesOf(
			reader,
			offers.decisions.map((one) => ({ actor_id: one.byId, contact_id: null })),
		)
		return {
			project: { id, name, accountName, archived: archivedAt !== null },
			offers: offersView(offers, names, event.locals),
		}
	})
}

export const actions: Actions = {
	withdraw: async (event) => {
		const scope = gate.staff(event, gate.office, 'documents')
		const { values } = await fieldsOf(event.request)
		const { locale } = event.locals
		const input = withdrawalInput.safeParse({ reason: values.reason })
		if (!input.success) return fail(422, refusal(locale, codesOf(input.error), values))
		const outcome = await withdrawAcceptance(scope, values.id ?? '', input.data.reason)
		if (outcome.ok) redirect(303, `/office/projects/${event.params.id}?offers=withdrawn#offers`)
		if (!('decision' in outcome)) error(404)
		const refused = `${errorText(outcome.reason, locale)} ${await happened(scope, outcome.decision, event.locals)}`
		return fail(409, { ...refusal(locale, {}, values), refused })
	},
}

async function happened(scope: StaffScope, last: Decision | null, { locale, workspace }: App.Locals): Promise<string> {
	const { withdrawnAt: at, withdrawnById: byId, title } = last ?? {}
	const who = byId ? await read(scope, (reader) => whoSaid(reader, { name: '', byId })) : null
	if (!at || !title) return ''
	const when = formatWhen(at, { locale, timeZone: workspace.timeZone })
	return m.offers_now({ who: who ?? m.people_actor_gone({}, { locale }), title, when }, { locale })
}
