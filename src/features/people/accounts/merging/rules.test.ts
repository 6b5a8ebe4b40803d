import { expect, test } from 'vitest'
import { accountMergePlan, type MergeableAccount, type Seer, whoSeesMore } from './rules.ts'

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

test('ACC-8: only who sees the whole of one account sees more, and only where the other has something', () => {
	const person = { kind: 'client' as const, firstName: 'Maya', lastName: 'Reyes', email: null, phone: null }
	const [maya, tom]: [Seer, Seer] = [
		{ ...person, id: 'con_1', sees: 'acc_1' },
		{ ...person, id: 'con_2', sees: 'acc_2' },
	]
	const having = (first: boolean, second: boolean) => [
		{ id: 'acc_1', any: first },
		{ id: 'acc_2', any: second },
	]
	expect(whoSeesMore([maya, tom], having(true, true))).toEqual([maya, tom])
	expect(whoSeesMore([maya, tom], having(true, false))).toEqual([tom])
	expect(whoSeesMore([maya, tom], having(false, false))).toEqual([])
})
