import { expect, test } from 'vitest'
import { caps, level, rays } from './rays.ts'

const frame = { above: 6, below: 2, height: 200 }

test.each([
	[6, 0],
	[0, 75],
	[-2, 100],
])('a chart from 6 to -2 puts %d at %d percent from the top', (value, percent) => {
	expect(level(value, frame)).toBe(percent)
})

test('a stroke goes from the horizon up for what is made and down for what is used', () => {
	expect(rays([6], frame)).toBe('M120 0h240V150h-240z')
	expect(rays([-2], frame)).toBe('M120 150h240V200h-240z')
})

test('no stroke is drawn for what is unknown or nothing', () => {
	expect(rays([null, 0], frame)).toBe('')
})

test('a cap closes a stroke at its end', () => {
	expect(caps([6, null], frame, 3)).toBe('M60 0h120V3h-120z')
})
