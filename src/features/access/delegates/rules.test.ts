import { expect, test } from 'vitest'
import type { Place } from '#features/people/places/rules.ts'
import { shareOf, statusOf } from './rules.ts'

const place = (accountId: string, siteId: string | null = null): Place => ({
	accountId,
	siteId,
	accountName: accountId,
	label: siteId ?? accountId,
})
const own = [place('home'), place('home', 'roof'), place('home', 'barn'), place('work', 'shop')]
const maya = { areas: ['documents', 'messages'], accountIds: ['home'], siteIds: ['shop'] } as const

test.each<[string, string[], string[], [string, string | null][], string[]]>([
	['a whole account', ['home'], ['documents'], [['home', null]], ['documents']],
	['one of its sites', ['barn'], ['messages'], [['home', 'barn']], ['messages']],
	['the account takes its sites in', ['barn', 'home'], ['documents'], [['home', null]], ['documents']],
	['a site that is linked alone', ['shop'], ['documents'], [['work', 'shop']], ['documents']],
	['an account of which it has one site only', ['work'], ['documents'], [], ['documents']],
	['what is not its own', ['other', 'lodge'], ['documents'], [], ['documents']],
	['an area that it does not have', ['home'], ['invoices', 'documents'], [['home', null]], ['documents']],
	['an area of the fancy', ['home'], ['everything'], [['home', null]], []],
	['areas in whatever order', ['home'], ['messages', 'documents'], [['home', null]], ['documents', 'messages']],
	['nothing', [], [], [], []],
])('ACC-15: shared is what the inviter has itself: %s', (_, places, areas, expected, seen) => {
	const share = shareOf(maya, own, { places, areas })
	expect(share.places).toEqual(expected.map(([accountId, siteId]) => ({ accountId, siteId })))
	expect(share.areas).toEqual(seen)
})

test.each([
	['waiting', null, null, 'invited'],
	['created', 'notEnrolled', false, 'invited'],
	['created', 'invited', false, 'invited'],
	['created', 'invited', true, 'bounced'],
	['created', 'enrolled', false, 'enrolled'],
	['created', 'suspended', false, 'suspended'],
	// Whatever the owner of a known address is: nothing of that shows.
	['known', 'enrolled', false, 'invited'],
	['known', 'suspended', false, 'invited'],
	['known', 'invited', true, 'invited'],
	['known', 'notEnrolled', false, 'invited'],
] as const)(
	'ACC-15: an entry that is %s, with a contact that is %s, looks %s',
	(outcome, portalStatus, bounced, shown) => {
		expect(statusOf({ outcome, portalStatus, bounced })).toBe(shown)
	},
)
