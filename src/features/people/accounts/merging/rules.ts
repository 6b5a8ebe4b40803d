import type { AccountKind, ContactKind } from '../../rules.ts'

export interface MergeableAccount {
	externalId: string | null
	name: string
	kind: AccountKind
	leadSource: string | null
	portalEnabled: boolean
	notes: string
}

export interface AccountMergePlan {
	/** Fields of the kept account that change. */
	changes: Partial<MergeableAccount>
	/** Fields in which the two disagree; the kept one's value stays. */
	conflicts: { field: 'name' | 'kind' | 'leadSource' | 'externalId'; dropped: string }[]
}

const comparedFields = ['name', 'kind', 'leadSource', 'externalId'] as const

/**
 * One account out of two: the kept one's values stand, its blanks are filled, notes are joined, disagreements told.
 * Where the portal is off for one of them it is off for both: what was closed is not opened by a merge.
 */
export function accountMergePlan(keep: MergeableAccount, remove: MergeableAccount): AccountMergePlan {
	const changes: AccountMergePlan['changes'] = {}
	const conflicts: AccountMergePlan['conflicts'] = []
	for (const field of comparedFields) {
		const dropped = remove[field]
		if (dropped && keep[field] && dropped !== keep[field]) conflicts.push({ field, dropped })
	}
	if (!keep.externalId && remove.externalId) changes.externalId = remove.externalId
	if (!keep.leadSource && remove.leadSource) changes.leadSource = remove.leadSource
	if (keep.portalEnabled && !remove.portalEnabled) changes.portalEnabled = false
	if (remove.notes && remove.notes !== keep.notes) {
		changes.notes = [keep.notes, remove.notes].filter(Boolean).join('\n\n')
	}
	return { changes, conflicts }
}

export interface Seer {
	id: string
	kind: ContactKind
	firstName: string
	lastName: string
	email: string | null
	phone: string | null
	/** The one of the two that it sees as a whole today. */
	sees: string
}

/**
 * Who sees more afterwards. What the two had is one customer's then, and whoever sees the whole of that customer sees all of
 * it: that is what merging means, so it is told by name before anybody confirms. It is told only where there is something
 * to see. Nobody else sees more:
 * - access areas are a contact's own, the same wherever it is linked, so two of them never come together here;
 * - a link to one site or one project stays one to that alone;
 * - of a contact that is linked with both as a whole nothing changes but that it has one link;
 * - of somebody let in by another contact those links alone come along which that one shares today (`holdToShared`): what
 *   opens nothing now does not come to open something.
 */
export function whoSeesMore(seers: readonly Seer[], something: { id: string; any: boolean }[]): Seer[] {
	return seers.filter(({ sees }) => something.some(({ id, any }) => id !== sees && any))
}
