import fc from 'fast-check'
import { expect, test } from 'vitest'
import { begun, done, redone, undone } from './editing/rules.ts'
import { type Corner, onGlobe } from './measuring/rules.ts'
import { inUnit, measure, type Plane, problemOf, sameDrawing, toGeoJson } from './rules.ts'
import { drawingInput } from './schema.ts'
import { cornerFrom, cornersFrom, planesFrom, textOf, typedOf, typedPlanes } from './typing/rules.ts'

const denver: Corner = [-104.99027, 39.73921]
const square = (side: number, [x, y] = [0, 0]): Corner[] =>
	(
		[
			[x, y],
			[x + side, y],
			[x + side, y + side],
			[x, y + side],
		] as [number, number][]
	).map(onGlobe(denver))
const plane = (more: Partial<Plane> = {}): Plane => ({
	name: 'Roof 1',
	corners: square(10),
	eave: null,
	tilt: null,
	...more,
})
const ring = (corners: readonly Corner[]) => [...corners, corners[0]]
const collection = (coordinates: unknown, properties: unknown = {}) => ({
	type: 'FeatureCollection',
	features: [{ type: 'Feature', properties, geometry: { type: 'Polygon', coordinates } }],
})
const codes = (input: unknown) => drawingInput.safeParse(input).error?.issues.map(({ message }) => message) ?? []

test('PRJ-3: what goes in as GeoJSON comes out the same, with its measures', () => {
	const [corners, hip] = [square(10), square(4, [20, 0])]
	const input = collection([ring(corners)], { name: 'South', tiltDegrees: 60, eave: 1 })
	input.features.push({ type: 'Feature', properties: null, geometry: { type: 'Polygon', coordinates: [ring(hip)] } })
	const { planes } = drawingInput.parse(input)
	const [first, second] = toGeoJson(planes).features
	expect(first?.geometry.coordinates).toEqual([ring(corners)])
	expect(first?.properties.areaSquareMetres).toBeCloseTo(100, 1)
	expect(first?.properties.slopedAreaSquareMetres).toBeCloseTo(200, 1)
	expect(first?.properties).toMatchObject({ name: 'South', eaveAzimuthDegrees: 90, eaveEdge: 1 })
	expect(second?.properties).toMatchObject({ name: 'Roof 2', eave: null, eaveAzimuthDegrees: 180 })
	expect(drawingInput.parse(toGeoJson(planes)).planes).toEqual(planes)
})

test('PRJ-3: holes, open rings, crossings, what is too large or nothing at all, and other shapes are refused', () => {
	const [a, b, c, d] = square(10)
	expect(codes(collection([ring(square(10)), ring(square(2, [3, 3]))]))).toEqual(['plane_has_holes'])
	expect(codes(collection([square(10)]))).toEqual(['ring_open'])
	expect(codes(collection([[a, c, b, d, a]]))).toEqual(['plane_crosses_itself'])
	expect(codes(collection([[a, b, a]]))).toEqual(['corners_few'])
	expect(codes(collection([[a, b, b, c, a]]))).toEqual(['corner_twice'])
	expect(codes(collection([ring(square(20_000))]))).toEqual(['plane_too_large'])
	expect(codes(collection([ring(square(0.1))]))).toEqual(['plane_too_small'])
	expect(
		codes(
			collection([
				ring([
					[181, 0],
					[181.0001, 0],
					[181, 0.0001],
				]),
			]),
		),
	).toEqual(['corner_out_of_range'])
	expect(codes(collection([ring(Array.from({ length: 201 }, (_, i) => [i * 1e-5, (i * i) % 7]))]))).toEqual([
		'corners_many',
	])
	expect(codes(collection([ring(square(10))], { eave: 4 }))).toEqual(['eave_unknown'])
	expect(codes(collection([ring(square(10))], { tiltDegrees: 90 }))).toEqual(['tilt_range'])
	expect(
		codes({
			type: 'FeatureCollection',
			features: [{ type: 'Feature', geometry: { type: 'Point', coordinates: [0, 0] } }],
		}),
	).toContain('polygon_expected')
	expect(codes({ type: 'Polygon' })).toContain('collection_expected')
	expect(codes([])).toHaveLength(1)
})

test('PRJ-3: corners are read as people write them, and come out as they went in', () => {
	expect(cornerFrom('39.73921, -104.99027')).toEqual([-104.99027, 39.73921])
	expect(cornerFrom(' 40,4168 −3,7038 ')).toEqual([-3.7038, 40.4168])
	expect(cornerFrom('40,4168; -3,7038')).toEqual([-3.7038, 40.4168])
	expect(cornerFrom('40 -3')).toEqual([-3, 40])
	expect(cornerFrom('north')).toBeNull()
	expect(cornerFrom('40.1')).toBeNull()
	expect(cornersFrom('1, 2\n\n1, 3\r\n2, 3\n1, 2')).toEqual([
		[2, 1],
		[3, 1],
		[3, 2],
	])
	const corner = fc.tuple(
		fc.double({ min: -180, max: 180, noNaN: true }),
		fc.double({ min: -90, max: 90, noNaN: true }),
	)
	fc.assert(
		fc.property(fc.array(corner, { minLength: 3, maxLength: 9 }), (corners) => {
			const read = cornersFrom(textOf(corners)) ?? []
			fc.pre(read.length === corners.length)
			for (const [i, [lng, lat]] of corners.entries()) {
				expect(read[i]?.[0]).toBeCloseTo(lng, 7)
				expect(read[i]?.[1]).toBeCloseTo(lat, 7)
			}
		}),
	)
})

test('PRJ-3: a form without scripts draws: planes in order, empty ones left out, mistakes at their field', () => {
	const typed = typedOf(plane({ tilt: 30, eave: 2 }))
	const values = {
		...{ 'name-0': '', 'corners-0': typed.corners, 'tilt-0': '22,5', 'eave-0': '1' },
		...{ 'name-1': 'Gone', 'corners-1': ' ', 'tilt-1': '', 'eave-1': '' },
		...{ 'name-2': 'Garage', 'corners-2': typed.corners, 'tilt-2': '', 'eave-2': '9' },
	}
	const read = planesFrom(typedPlanes(values), (number) => `Tejado ${number}`)
	expect(read).toMatchObject({
		ok: true,
		planes: [
			{ name: 'Tejado 1', tilt: 22.5, eave: 1 },
			{ name: 'Garage', tilt: null, eave: null },
		],
	})
	const wrong = { ...values, 'corners-0': '1, 2\nx', 'tilt-2': 'steep', 'corners-2': '1, 2\n3, 4' }
	expect(planesFrom(typedPlanes(wrong), String)).toEqual({
		ok: false,
		errors: { 'corners-0': 'corner_shape', 'corners-2': 'corners_few', 'tilt-2': 'tilt_range' },
	})
})

test('PRJ-3: units are only of what is shown; a tilt makes more of an area', () => {
	expect(inUnit(100, 'm2')).toBe(100)
	expect(inUnit(100, 'ft2')).toBe(1076)
	const { area, sloped } = measure(plane({ tilt: 30 }))
	expect((sloped ?? 0) / area).toBeCloseTo(1 / Math.cos(Math.PI / 6), 6)
	expect(problemOf(square(10))).toBeNull()
	expect(sameDrawing([plane()], [plane()])).toBe(true)
	expect(sameDrawing([plane()], [plane({ tilt: 1 })])).toBe(false)
})

test('PRJ-3: what was done can be taken back and done again, until something else is done', () => {
	const drawn = done(done(begun('a'), 'b'), 'c')
	expect(undone(undone(undone(drawn))).now).toBe('a')
	expect(redone(undone(drawn)).now).toBe('c')
	expect(redone(done(undone(drawn), 'd')).now).toBe('d')
	fc.assert(
		fc.property(fc.array(fc.integer(), { maxLength: 30 }), (steps) => {
			let history = begun(0)
			for (const step of steps) history = done(history, step)
			const last = history.now
			for (const _ of steps) history = undone(history)
			expect(history.now).toBe(0)
			for (const _ of steps) history = redone(history)
			expect(history.now).toBe(last)
		}),
	)
})
