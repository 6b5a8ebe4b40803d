import { error, fail, redirect } from '@sveltejs/kit'
import { lookOf, previewOf } from '#features/documents/rules.ts'
import { type Decision, offersOfProject, whoSaid } from '#features/offers/reads.ts'
import { acceptanceInput, declinationInput } from '#features/offers/schema.ts'
import { acceptOffer, declineOffer, type OfferOutcome } from '#features/offers/writes.ts'
import { findProject } from '#features/projects/reads.ts'
import { m } from '#messages'
import { errorText } from '#platform/api/error-text.ts'
import { read } from '#platform/db/db.ts'
import { formatBytes, formatDate, formatDateTime } from '#platform/i18n/format.ts'
import type { ClientScope } from '#platform/scope/scope.ts'
import { codesOf, fieldsOf, refusal } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import { deviceOf } from '../../../../../front-door/portal-entry.ts'
import { allOf } from '../../areas.ts'
import type { Actions, PageServerLoad } from './$types'

/** The offers of a project: to look at, to compare, to accept or decline. */
export const load: PageServerLoad = async (event) => {
	const scope = allOf(gate.client(event, 'projects', 'documents', 'proposals'), 'projects', 'documents', 'proposals')
	const { project, found, who } = await read(scope, async (reader) => {
		const project = await findProject(reader, event.params.id)
		if (!project) error(404)
		const found = await offersOfProject(reader, project)
		return { project, found, who: found.accepted && (await whoSaid(reader, found.accepted)) }
	})
	const { workspace, locale } = event.locals
	const place = { locale, timeZone: workspace.timeZone }
	const { offers, accepted, decisions } = found
	const last = decisions.findLast((one) => one.decision === 'accepted')
	return {
		project: { id: project.id, name: project.name, over: project.status !== 'active' },
		offers: offers.map((offer) => ({
			id: offer.id,
			title: offer.title,
			version: offer.version,
			state: offer.state,
			look: lookOf(offer.contentType),
			preview: previewOf(offer.contentType),
			meta: m[offer.version > 1 ? 'offers_meta_version' : 'offers_meta'](
				{
					kind: m.documents_look({ look: lookOf(offer.contentType) }, { locale }),
					size: formatBytes(offer.size, locale),
					day: formatDate(offer.createdAt, place),
					version: offer.version,
				},
				{ locale },
			),
			reason: decisions.findLast((one) => one.offerId === offer.id && !one.withdrawnAt)?.reason ?? null,
		})),
		accepted: accepted && { id: accepted.offerId, title: accepted.title, meta: metaOf(accepted, who, place) },
		withdrawn: accepted || !last?.withdrawalReason ? null : { title: last.title, reason: last.withdrawalReason },
		name: event.locals.person?.name ?? '',
	}
}

function metaOf(
	{ at, version }: Decision,
	who: string | null,
	place: { locale: App.Locals['locale']; timeZone: string },
) {
	const when = formatDateTime(at, place)
	return m.offers_accepted_meta({ who: who ?? m.people_actor_gone({}, place), when, version }, place)
}

type Event = { locals: App.Locals; params: { id: string } }
type Texts = Record<string, string>

/** Back to the offers, which show what holds now; or what happened instead. */
async function answer(event: Event, scope: ClientScope, outcome: OfferOutcome, values: Texts) {
	const here = `/projects/${event.params.id}/offer`
	if (outcome.ok) redirect(303, here)
	if (!('decision' in outcome)) error(404)
	const { decision, reason } = outcome
	// The same person twice, by a second click: it has one effect, and the page shows it.
	if (decision && decision.offerId === values.id && decision.byId === scope.contactId) redirect(303, here)
	const { workspace, locale } = event.locals
	const who = decision && (await read(scope, (reader) => whoSaid(reader, decision)))
	const when = decision && formatDateTime(decision.at, { locale, timeZone: workspace.timeZone })
	const what =
		decision && when
			? m.offers_now({ who: who ?? m.people_actor_gone({}, { locale }), title: decision.title, when }, { locale })
			: ''
	return fail(409, { ...refusal(locale, {}, values), refused: `${errorText(reason, locale)} ${what}`.trim() })
}

export const actions: Actions = {
	accept: async (event) => {
		const scope = allOf(gate.client(event, 'projects', 'documents', 'proposals'), 'projects', 'documents', 'proposals')
		const { values } = await fieldsOf(event.request)
		const input = acceptanceInput.safeParse(values)
		if (!input.success) return fail(422, refusal(event.locals.locale, codesOf(input.error), values))
		const said = { ...input.data, device: deviceOf(event) }
		return answer(event, scope, await acceptOffer(scope, values.id ?? '', said), values)
	},
	decline: async (event) => {
		const scope = allOf(gate.client(event, 'projects', 'documents', 'proposals'), 'projects', 'documents', 'proposals')
		const { values } = await fieldsOf(event.request)
		const input = declinationInput.safeParse(values)
		if (!input.success) return fail(422, refusal(event.locals.locale, codesOf(input.error), values))
		const said = { ...input.data, device: deviceOf(event) }
		return answer(event, scope, await declineOffer(scope, values.id ?? '', said), values)
	},
}
