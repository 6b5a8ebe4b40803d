import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contrast, fromHex, toHex } from './oklch.ts'
import { palette, parseBrandColor, TEXT_PAIRS } from './palette.ts'

const hex = (value: number) => `#${value.toString(16).padStart(6, '0')}`
const STEPS = [0, 51, 102, 153, 204, 255]
const cube = STEPS.flatMap((r) => STEPS.flatMap((g) => STEPS.map((b) => hex(r * 65536 + g * 256 + b))))

function worst(brand: string) {
	const { light, dark } = palette(brand)
	const pairs = [light, dark].flatMap((roles, index) =>
		TEXT_PAIRS.map(([text, ground]) => ({
			pair: `${brand} ${index ? 'dark' : 'light'} ${text} on ${ground}`,
			ratio: contrast(roles[text], roles[ground]),
		})),
	)
	return pairs.toSorted((a, b) => a.ratio - b.ratio)[0] ?? { pair: '', ratio: 0 }
}

test('every text of the palette reaches 4.5:1 for 216 brand colors in both schemes', () => {
	expect(cube).toHaveLength(216)
	expect(cube.map(worst).filter(({ ratio }) => ratio < 4.5)).toEqual([])
})

test('every text of the palette reaches 4.5:1 for any brand color', () => {
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 0xffffff }), (value) => {
			const { pair, ratio } = worst(hex(value))
			expect(ratio, pair).toBeGreaterThanOrEqual(4.5)
		}),
		{ numRuns: 300, seed: 20260611 },
	)
})

test('a color survives the way to OKLCH and back', () => {
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 0xffffff }), (value) => {
			expect(toHex(fromHex(hex(value)))).toBe(hex(value))
		}),
		{ numRuns: 300, seed: 1 },
	)
})

test.each([
	['#d2521a', '#bf4300', '#ffffff'],
	['#ffd400', '#ffd400', '#000000'],
	['#122a4f', '#122a4f', '#ffffff'],
])('the button of brand %s is %s with %s on it', (brand, fill, onBrand) => {
	expect(palette(brand).light).toMatchObject({ brandFill: fill, onBrand })
})

test.each([
	['#D2521A', '#d2521a'],
	[' d2521a ', '#d2521a'],
	['#d52', '#dd5522'],
	['rgb(210, 82, 26)', '#d2521a'],
	['rgb(210 82 26)', '#d2521a'],
	['rgb(300, 0, 0)', null],
	['#d2521', null],
	['red; background: url(//x)', null],
	['', null],
])('the brand color %j is read as %j', (input, expected) => {
	expect(parseBrandColor(input)).toBe(expected)
})
