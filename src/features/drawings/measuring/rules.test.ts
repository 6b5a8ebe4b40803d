import fc from 'fast-check'
import geodesic from 'geographiclib-geodesic'
import { expect, test } from 'vitest'
import {
	areaOf,
	type Corner,
	crossesItself,
	directionOf,
	edgesOf,
	extentOf,
	middleOf,
	onGlobe,
	usualEave,
} from './rules.ts'

/** Karney's geodesic polygon on WGS84, by the reference implementation. */
function karney(corners: readonly Corner[]): number {
	const polygon = geodesic.Geodesic.WGS84.Polygon(false)
	for (const [lng, lat] of corners) polygon.AddPoint(lat, lng)
	return Math.abs(polygon.Compute(false, true).area ?? 0)
}

const relative = (found: number, expected: number) => Math.abs(found - expected) / expected
const at = (origin: Corner, points: [number, number][]) => points.map(onGlobe(origin))
const denver: Corner = [-104.99027, 39.73921]

/** Corners around a middle, in order of their direction: never crossing themselves. */
const roofs = fc
	.record({
		lng: fc.double({ min: -180, max: 180, noNaN: true }),
		lat: fc.double({ min: -84, max: 84, noNaN: true }),
		size: fc.double({ min: 2, max: 200, noNaN: true }),
		turns: fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 3, maxLength: 12 }),
		radii: fc.array(fc.double({ min: 0.4, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 }),
	})
	.filter(({ turns }) => {
		const sorted = turns.toSorted((a, b) => a - b)
		return sorted.every((turn, i) => ((sorted[(i + 1) % sorted.length] ?? 0) - turn + 24) % 24 < 12)
	})
	.map(({ lng, lat, size, turns, radii }) =>
		at(
			[lng, lat],
			turns
				.toSorted((a, b) => a - b)
				.map((turn, i) => {
					const [angle, radius] = [(turn / 12) * Math.PI, size * (radii[i] ?? 1)]
					return [radius * Math.cos(angle), radius * Math.sin(angle)]
				}),
		),
	)

test('PRJ-3: areas are those of an independent geodesic implementation, everywhere on earth', () => {
	fc.assert(
		fc.property(roofs, (corners) => {
			expect(relative(areaOf(corners), karney(corners))).toBeLessThan(0.0005)
		}),
		{ numRuns: 300 },
	)
})

/** Boxes of a hundredth of a degree; areas by Karney's `planimeter`, and of an ellipsoidal zone by Snyder's 3-12. */
test.each([
	['at the equator', 0, 0, 1_230_907],
	['in Denver', -105, 39.7, 954_154],
	['in Madrid', -3.7, 40.4, 944_393],
	['in Tromsø', 18.9, 69.6, 432_840],
	['in Hobart', 147.3, -42.9, 908_100],
])('PRJ-3: a box %s', (_, lng, lat, expected) => {
	const box: Corner[] = [
		[lng, lat],
		[lng + 0.01, lat],
		[lng + 0.01, lat + 0.01],
		[lng, lat + 0.01],
	]
	expect(relative(areaOf(box), expected)).toBeLessThan(0.005)
	expect(relative(areaOf(box), karney(box))).toBeLessThan(0.0005)
})

test('PRJ-3: an area is the same whichever way around, wherever it begins, and across the date line', () => {
	fc.assert(
		fc.property(roofs, fc.nat(11), (corners, shift) => {
			const area = areaOf(corners)
			expect(relative(areaOf(corners.toReversed()), area)).toBeLessThan(1e-6)
			const moved = corners.map((_, i) => corners[(i + shift) % corners.length] ?? [0, 0]) as Corner[]
			expect(relative(areaOf(moved), area)).toBeLessThan(1e-6)
		}),
	)
	const house = (lng: number): Corner[] => [
		[lng, 51],
		[lng + 0.0002, 51],
		[lng + 0.0002, 51.0001],
		[lng, 51.0001],
	]
	const across = house(179.9999).map(([lng, lat]): Corner => [lng > 180 ? lng - 360 : lng, lat])
	expect(areaOf(across)).toBeCloseTo(areaOf(house(10)), 2)
	expect(extentOf(across)).toBeLessThan(20)
	expect(Math.abs(middleOf(across)[0])).toBeGreaterThan(179.99)
})

const rectangle = (turned: number, width = 12, depth = 8) => {
	const angle = (turned * Math.PI) / 180
	return at(
		denver,
		[
			[-width / 2, -depth / 2],
			[width / 2, -depth / 2],
			[width / 2, depth / 2],
			[-width / 2, depth / 2],
		].map(([x = 0, y = 0]): [number, number] => [
			x * Math.cos(angle) + y * Math.sin(angle),
			y * Math.cos(angle) - x * Math.sin(angle),
		]),
	)
}

test.each([
	[0, 180],
	[30, 210],
	[-30, 150],
	[45, 225],
	[80, 170],
])('PRJ-3: a rectangle turned by %s° has its eave at %s°, whichever way around it was drawn', (turned, expected) => {
	for (const corners of [rectangle(turned), rectangle(turned).toReversed()]) {
		const eave = usualEave(corners)
		expect(edgesOf(corners)[eave]?.azimuth).toBeCloseTo(expected, 0)
	}
})

test('PRJ-3: each edge looks outwards, and is as long as it is', () => {
	const edges = edgesOf(rectangle(0))
	expect(edges.map(({ azimuth }) => Math.round(azimuth))).toEqual([180, 90, 0, 270])
	for (const [i, { length }] of edges.entries()) expect(length).toBeCloseTo(i % 2 === 0 ? 12 : 8, 2)
})

test('PRJ-3: in the southern hemisphere the eave is in the north', () => {
	const hobart = at(
		[147.3, -42.9],
		[
			[0, 0],
			[12, 0],
			[12, 8],
			[0, 8],
		],
	)
	expect(edgesOf(hobart)[usualEave(hobart)]?.azimuth).toBeCloseTo(0, 3)
})

test('PRJ-3: directions have names', () => {
	expect([0, 22, 23, 90, 180, 225, 337, 338, 359.9].map(directionOf)).toEqual([
		'n',
		'n',
		'ne',
		'e',
		's',
		'sw',
		'nw',
		'n',
		'n',
	])
})

test('PRJ-3: what crosses or touches itself is found, and no ring that does not', () => {
	const shape = (points: [number, number][]) => crossesItself(at(denver, points))
	expect(
		shape([
			[0, 0],
			[10, 10],
			[10, 0],
			[0, 10],
		]),
	).toBe(true)
	expect(
		shape([
			[0, 0],
			[10, 0],
			[5, 0],
			[5, 5],
		]),
	).toBe(true)
	expect(
		shape([
			[0, 0],
			[10, 0],
			[10, 10],
			[5, 0],
			[0, 10],
		]),
	).toBe(true)
	expect(
		shape([
			[0, 0],
			[10, 0],
			[10, 10],
			[5, 4],
			[0, 10],
		]),
	).toBe(false)
	fc.assert(fc.property(roofs, (corners) => void expect(crossesItself(corners)).toBe(false)))
})
