import { expect, test } from 'vitest'
import { accountMergePlan, type MergeableAccount } from './rules.ts'

const base: MergeableAccount = {
	externalId: null,
	name: 'Reyes family',
	kind: 'household',
	leadSource: null,
	portalEnabled: true,
	notes: '',
}

test('ACC-9: a merge of accounts fills blanks, joins notes and tells what the two disagree on', () => {
	const other: MergeableAccount = {
		externalId: 'C-2',
		name: 'Maya Reyes',
		kind: 'organisation',
		leadSource: 'Fair',
		portalEnabled: true,
		notes: 'Beware of the goat',
	}
	expect(accountMergePlan(base, other)).toEqual({
		changes: { externalId: 'C-2', leadSource: 'Fair', notes: 'Beware of the goat' },
		conflicts: [
			{ field: 'name', dropped: 'Maya Reyes' },
			{ field: 'kind', dropped: 'organisation' },
		],
	})
	const keep = { ...base, externalId: 'C-1', notes: 'Pays late' }
	expect(accountMergePlan(keep, { ...base, externalId: 'C-2', notes: 'Gate code 7' })).toEqual({
		changes: { notes: 'Pays late\n\nGate code 7' },
		conflicts: [{ field: 'externalId', dropped: 'C-2' }],
	})
	expect(accountMergePlan(keep, keep)).toEqual({ changes: {}, conflicts: [] })
})

test('ACC-10: a portal that is off for one of two accounts is off afterwards, whichever is kept', () => {
	const off = { ...base, portalEnabled: false }
	expect(accountMergePlan(base, off).changes).toEqual({ portalEnabled: false })
	expect(accountMergePlan(off, base).changes).toEqual({})
})
