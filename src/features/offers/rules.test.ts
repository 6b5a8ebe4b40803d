import { expect, test } from 'vitest'
import { refusalOf, type Standing, stateOf } from './rules.ts'

const offer = { id: 'a', version: 2 }
const said = (offerId: string, decision: Standing['decision']): Standing => ({ offerId, decision })

test.each([
	['nothing was said', 'accept', [], 2, false, null],
	['another one is accepted', 'accept', [said('b', 'accepted')], 2, false, 'offer_accepted'],
	['it is accepted already', 'accept', [said('a', 'accepted')], 2, false, 'offer_accepted'],
	['it was declined before', 'accept', [said('a', 'declined')], 2, false, null],
	['another version was looked at', 'accept', [], 1, false, 'offer_changed'],
	['nobody says what was looked at', 'accept', [], undefined, false, null],
	['the project is over', 'accept', [], 2, true, 'project_ended'],
	['nothing was said', 'decline', [], 2, false, null],
	['it was declined before', 'decline', [said('a', 'declined')], 2, false, 'offer_declined'],
	['another one was declined', 'decline', [said('b', 'declined')], 2, false, null],
	['it is accepted', 'decline', [said('a', 'accepted')], 2, false, 'offer_accepted'],
] as const)('PRJ-3: where %s, to %s it gives a reason or none', (_, act, standing, seen, ended, refusal) => {
	expect(refusalOf(act, offer, { standing, seen, ended })).toBe(refusal)
})

test('PRJ-3: an offer of which nobody said anything is open', () => {
	expect(stateOf('a', [said('b', 'accepted')])).toBe('open')
	expect(stateOf('a', [said('b', 'accepted'), said('a', 'declined')])).toBe('declined')
})
