import { expect, test } from 'vitest'
import { scrubber, scrubJson } from './rules.ts'

const traits = {
	words: ['Will', 'Reyes'],
	phrases: ['Will Reyes', 'will-reyes+home@example.com'],
	phones: ['+13035550142'],
}
const scrub = scrubber(traits, '[X]')

test.each([
	['Hi Will, how are you?', 'Hi [X], how are you?'],
	['it will rain', 'it will rain'],
	['Willow and Reyesson stay', 'Willow and Reyesson stay'],
	['WILL REYES signed', '[X] signed'],
	['Will  Reyes signed', '[X] signed'],
	['mail WILL-reyes+home@example.com now', 'mail [X] now'],
	['call (303) 555-0142 or +1 303 555 0142 or 13035550142', 'call [X] or [X] or [X]'],
	['order 93035550142 and 30355501429', 'order 93035550142 and 30355501429'],
	['Reyes’ house', '[X]’ house'],
])('API-4: a person is taken out of a text, and nobody else: %s', (text, expected) => {
	expect(scrub(text)).toBe(expected)
})

test('API-4: what is deep in an event is taken out as well', () => {
	const data = { name: 'Will Reyes', changes: { firstName: { from: 'Will', to: 'Bill' } }, n: 1, list: ['x', 'Reyes'] }
	expect(scrubJson(data, scrub)).toEqual({
		name: '[X]',
		changes: { firstName: { from: '[X]', to: 'Bill' } },
		n: 1,
		list: ['x', '[X]'],
	})
})

test('API-4: names without anything in them match nothing', () => {
	expect(scrubber({ words: ['', ' '], phrases: [''], phones: [] }, '[X]')('a text')).toBe('a text')
})
