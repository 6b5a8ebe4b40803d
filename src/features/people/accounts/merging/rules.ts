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
