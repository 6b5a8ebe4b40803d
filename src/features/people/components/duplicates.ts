import { m } from '#messages'
import type { AccountDuplicate } from '../accounts/merging/reads.ts'
import type { Duplicate } from '../merging/reads.ts'
import { displayName } from '../rules.ts'

/** Contacts who may be the same person, as a list shows them. */
export function duplicateRows(duplicates: Duplicate[]) {
	return duplicates.map((other) => ({
		id: other.id,
		title: displayName(other),
		meta: [m.people_duplicate_same({ same: other.same }), other.email].filter(Boolean).join(', '),
	}))
}

/** Accounts that may be the same customer, as a list shows them. */
export function duplicateAccountRows(duplicates: AccountDuplicate[]) {
	return duplicates.map((other) => ({
		id: other.id,
		title: other.name,
		meta: [m.people_account_same({ same: other.same }), other.address].filter(Boolean).join(', '),
	}))
}
