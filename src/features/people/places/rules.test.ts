import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accountsIn, holds, narrowed, type Place } from './rules.ts'

const place = (accountId: string, siteId: string | null = null): Place => ({
	accountId,
	siteId,
	accountName: `The ${accountId}`,
	label: siteId ?? accountId,
})
const places = [
	place('home'),
	place('home', 'roof'),
	place('home', 'barn'),
	place('work', 'shop'),
	place('work', 'yard'),
]
const reach = { accountIds: ['home'], siteIds: ['shop', 'yard'] }

test.each<[string, { account?: string; site?: string }, typeof reach]>([
	['nothing', {}, reach],
	['an account', { account: 'home' }, { accountIds: ['home'], siteIds: [] }],
	['an account of which it has sites only', { account: 'work' }, { accountIds: [], siteIds: ['shop', 'yard'] }],
	['a site of a whole account', { site: 'barn' }, { accountIds: [], siteIds: ['barn'] }],
	['a site that is linked alone', { account: 'work', site: 'yard' }, { accountIds: [], siteIds: ['yard'] }],
	['an unknown account', { account: 'other' }, reach],
	['an unknown site', { site: 'lodge' }, reach],
	['an unknown site of an account', { account: 'home', site: 'lodge' }, { accountIds: ['home'], siteIds: [] }],
])('ACC-16: who looks at %s sees that, and never more than its own', (_, chosen, expected) => {
	expect(narrowed(reach, places, chosen)).toEqual(expected)
})

test('ACC-16: whatever is chosen, nothing is seen that was not seen before', () => {
	const id = fc.constantFrom('home', 'work', 'roof', 'barn', 'shop', 'yard', 'other')
	const some = (...ids: string[]) => fc.subarray(ids)
	fc.assert(
		fc.property(
			some('home', 'work'),
			some('roof', 'barn', 'shop', 'yard'),
			id,
			id,
			(accountIds, siteIds, account, site) => {
				const own = { accountIds, siteIds }
				const seen = narrowed(own, places, { account, site })
				for (const one of places) if (holds(seen, one)) expect(holds(own, one)).toBe(true)
			},
		),
	)
})

test('ACC-16: accounts are named once each, those too of which there is only a site', () => {
	expect(accountsIn(places)).toEqual([
		{ id: 'home', name: 'The home' },
		{ id: 'work', name: 'The work' },
	])
})
