import type { Contract } from '#features/contracts/reads.ts'
import type { OfficeOfferView } from '#features/offers/components/OfficeOffers.svelte'
import type { Decision, Offers } from '#features/offers/reads.ts'
import { m } from '#messages'
import { formatDateTime } from '#platform/i18n/format.ts'

type Reader = Pick<App.Locals, 'locale' | 'workspace'>

/** What the panel of a project's offers shows: those that are there, and that one which was accepted and is not any more. */
export function offersView({ offers, decisions }: Offers, names: Map<string, string>, at: Reader): OfficeOfferView[] {
	const there = offers.map(({ id, title, state }) => ({ id, title, state, there: true }))
	const gone = new Map<string, Omit<OfficeOfferView, 'decisions'>>(
		decisions
			.filter((one) => !offers.some((offer) => offer.id === one.offerId))
			.map((one) => [one.offerId, { id: one.offerId, title: one.title, state: stateOf(one), there: false }]),
	)
	return [...there, ...gone.values()].map((offer) => ({
		...offer,
		decisions: decisions.filter((one) => one.offerId === offer.id).map((one) => said(one, names, at)),
	}))
}

const stateOf = (one: Decision): OfficeOfferView['state'] => (one.withdrawnAt ? 'open' : one.decision)

function said(one: Decision, names: Map<string, string>, { locale, workspace }: Reader) {
	const by = (one.byId && names.get(one.byId)) || m.people_actor_gone({}, { locale })
	const when = formatDateTime(one.at, { locale, timeZone: workspace.timeZone })
	const who = one.name && one.name !== by ? `${one.name} (${by})` : by
	const hash = one.sha256.slice(0, 12)
	return {
		id: one.id,
		decision: one.decision,
		what: m.offers_office_state({ state: one.decision }, { locale }),
		evidence: m.offers_evidence({ who, when, version: one.version }, { locale }),
		from: one.ip
			? m.offers_evidence_from({ ip: one.ip, hash }, { locale })
			: m.offers_evidence_hash({ hash }, { locale }),
		reason: one.reason && m.offers_reason({ reason: one.reason }, { locale }),
		takenBack: one.withdrawalReason && m.offers_taken_back({ reason: one.withdrawalReason }, { locale }),
		over: one.withdrawnAt !== null,
	}
}

/** What the panel of a project's contracts shows. */
export function contractsView(contracts: Contract[]) {
	return contracts.map(({ document, state, request }) => ({
		id: document.id,
		title: document.title,
		state,
		requestId: request?.id ?? null,
		changes: request?.changes ?? 0,
		reason: request?.reason ?? null,
		files: request?.files.map((file) => ({ id: file.id, title: file.title })) ?? [],
	}))
}
