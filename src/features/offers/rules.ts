export type OfferState = 'open' | 'accepted' | 'declined'

export interface Standing {
	offerId: string
	decision: 'accepted' | 'declined'
}

/** How an offer stands among the decisions of its project that hold. */
export function stateOf(offerId: string, standing: readonly Standing[]): OfferState {
	return standing.find((one) => one.offerId === offerId)?.decision ?? 'open'
}

export type OfferRefusal = 'offer_accepted' | 'offer_declined' | 'offer_changed' | 'project_ended'

/** Why an offer cannot be accepted or declined; null where it can. What was declined may still be accepted. */
export function refusalOf(
	act: 'accept' | 'decline',
	offer: { id: string; version: number },
	{ standing, seen, ended }: { standing: readonly Standing[]; seen: number | undefined; ended: boolean },
): OfferRefusal | null {
	if (standing.some((one) => one.decision === 'accepted')) return 'offer_accepted'
	if (act === 'decline' && stateOf(offer.id, standing) === 'declined') return 'offer_declined'
	if (ended) return 'project_ended'
	return seen !== undefined && seen !== offer.version ? 'offer_changed' : null
}
