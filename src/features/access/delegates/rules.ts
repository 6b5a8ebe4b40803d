import { holds, type Place } from '#features/people/places/rules.ts'
import type { Limit } from '#platform/limits/limits.ts'
import { type AccessArea, accessAreas, type Reach } from '#platform/scope/scope.ts'

/** How many people one contact may have let in at a time. */
export const mostDelegates = 20

export const delegateLimits = {
	/** Invitations that one contact sends, again or for the first time. */
	inviter: { name: 'delegate-inviter', points: 15, duration: 3600 },
	inviterDay: { name: 'delegate-inviter-day', points: 40, duration: 86_400 },
	/** To one address, whoever invites it. */
	address: { name: 'delegate-address', points: 5, duration: 86_400 },
} satisfies Record<string, Limit>

/** What somebody may look at, and where. */
export interface Share {
	areas: AccessArea[]
	places: Pick<Place, 'accountId' | 'siteId'>[]
}

/** Of what was ticked that which the inviter has itself: whatever else a form says is as if it were not there. */
export function shareOf(
	inviter: Reach,
	own: readonly Place[],
	ticked: { areas: readonly string[]; places: readonly string[] },
): Share {
	const chosen = own.filter((place) => holds(inviter, place) && ticked.places.includes(idOf(place)))
	const whole = chosen.filter(({ siteId }) => siteId === null).map(({ accountId }) => accountId)
	return {
		areas: accessAreas.filter((area) => inviter.areas.includes(area) && ticked.areas.includes(area)),
		// A site of an account that is shared as a whole is in it.
		places: chosen
			.filter(({ accountId, siteId }) => siteId === null || !whole.includes(accountId))
			.map(({ accountId, siteId }) => ({ accountId, siteId })),
	}
}

/** What stands for a place in a form. */
export function idOf({ accountId, siteId }: Pick<Place, 'accountId' | 'siteId'>): string {
	return siteId ?? accountId
}

export type DelegateStatus = 'invited' | 'bounced' | 'enrolled' | 'suspended'

/** How somebody stands, for who invited it: one whose address was known looks invited, and always will. */
export function statusOf(person: {
	outcome: 'waiting' | 'created' | 'known'
	portalStatus: string | null
	bounced: boolean | null
}): DelegateStatus {
	if (person.outcome !== 'created') return 'invited'
	if (person.portalStatus === 'enrolled' || person.portalStatus === 'suspended') return person.portalStatus
	return person.bounced ? 'bounced' : 'invited'
}
