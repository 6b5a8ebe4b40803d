import { expect, test } from 'vitest'
import { type Mergeable, mergePlan } from './rules.ts'

const base: Mergeable = {
	id: 'con_1',
	kind: 'client',
	firstName: 'Ana',
	lastName: 'Ruiz',
	email: 'ana@example.org',
	marketingOptIn: true,
	accessAreas: ['projects'],
	portalStatus: 'notEnrolled',
	links: [{ type: 'account', id: 'acc_1' }],
}

test('ACC-9: a merge fills blanks, joins links and tells what the two disagree on', () => {
	const other: Mergeable = {
		...base,
		id: 'con_2',
		externalId: 'C-2',
		email: 'ana.ruiz@example.net',
		phone: '+16025550100',
		phoneExt: '7',
		accessAreas: ['documents', 'projects'],
		portalStatus: 'enrolled',
		links: [...base.links, { type: 'site', id: 'sit_9' }],
	}
	expect(mergePlan(base, other)).toEqual({
		keep: 'con_1',
		remove: 'con_2',
		changes: {
			externalId: 'C-2',
			phone: '+16025550100',
			phoneExt: '7',
			portalStatus: 'enrolled',
			accessAreas: ['projects', 'documents'],
		},
		addLinks: [{ type: 'site', id: 'sit_9' }],
		conflicts: [{ field: 'email', kept: 'ana@example.org', dropped: 'ana.ruiz@example.net' }],
	})
})

test('ACC-10: nobody is let back in, opted in or shown more by a merge', () => {
	const lender: Mergeable = {
		...base,
		id: 'con_3',
		kind: 'lender',
		accessAreas: ['invoices'],
		portalStatus: 'suspended',
		marketingOptIn: false,
	}
	expect(mergePlan(base, lender).changes).toEqual({ portalStatus: 'suspended', marketingOptIn: false })
	expect(mergePlan(lender, { ...base, portalStatus: 'enrolled' }).changes).toEqual({})
})
