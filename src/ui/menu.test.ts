import { expect, test } from 'vitest'
import { step } from './menu.ts'

const labels = ['Share', 'Rename', 'Send', 'Élan']

test.each([
	['ArrowDown', -1, 0],
	['ArrowDown', 3, 0],
	['ArrowUp', 0, 3],
	['ArrowUp', -1, 3],
	['Home', 2, 0],
	['End', 0, 3],
	['s', 0, 2],
	['s', 2, 0],
	['É', 0, 3],
	['x', 0, undefined],
	['Enter', 0, undefined],
	[' ', 0, undefined],
])('in a menu %s leads from %i to %s', (key, at, expected) => {
	expect(step(key, at, labels)).toBe(expected)
})

test('a menu without items takes no key', () => {
	expect(step('ArrowDown', -1, [])).toBeUndefined()
})
