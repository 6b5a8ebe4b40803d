/**
 * Measures of small areas on the WGS84 ellipsoid. Lengths in metres, areas in square metres as seen from above,
 * directions in degrees clockwise from north.
 */

/** As in GeoJSON: longitude first, in degrees. */
export type Corner = readonly [lng: number, lat: number]

export interface Edge {
	length: number
	/** Whereto the edge looks, out of the plane and square to it. */
	azimuth: number
}

type Point = readonly [east: number, north: number]

const semiMajor = 6378137
const flattening = 1 / 298.257223563
const e2 = flattening * (2 - flattening)
const e = Math.sqrt(e2)
const radians = Math.PI / 180

/**
 * Area within a ring of corners (the first is not repeated), whichever way around. Exact for edges that are straight in
 * Lambert's cylindrical equal-area projection of the ellipsoid, which no edge of a roof can be told from.
 * J. P. Snyder, Map Projections: A Working Manual, USGS Professional Paper 1395, formulas 3-12, 10-14 and 10-15.
 */
export function areaOf(corners: readonly Corner[]): number {
	return Math.abs(signedArea(corners.map(equalArea(corners[0] ?? [0, 0]))))
}

function equalArea([lng0, lat0]: Corner): (corner: Corner) => Point {
	const y0 = authalic(lat0)
	return ([lng, lat]) => [semiMajor * turn(lng - lng0) * radians, (semiMajor * (authalic(lat) - y0)) / 2]
}

/** Snyder's q of a latitude (3-12). */
function authalic(lat: number): number {
	const sine = Math.sin(lat * radians)
	const part = e * sine
	return (1 - e2) * (sine / (1 - part * part) - Math.log((1 - part) / (1 + part)) / (2 * e))
}

/** The shorter way around the world. */
function turn(degrees: number): number {
	return degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees
}

/** Positive for a ring against the clock. */
function signedArea(points: readonly Point[]): number {
	let sum = 0
	for (const [i, [x, y]] of points.entries()) {
		const [nextX, nextY] = points[(i + 1) % points.length] ?? [0, 0]
		sum += x * nextY - nextX * y
	}
	return sum / 2
}

/** Metres east and north of `origin`, on the plane that touches the ellipsoid there. */
export function flat(origin: Corner): (corner: Corner) => Point {
	const sine = Math.sin(origin[1] * radians)
	const root = Math.sqrt(1 - e2 * sine * sine)
	const east = (semiMajor / root) * Math.cos(origin[1] * radians) * radians
	const north = ((semiMajor * (1 - e2)) / root ** 3) * radians
	return ([lng, lat]) => [turn(lng - origin[0]) * east, (lat - origin[1]) * north]
}

/** The way back from metres to a corner. */
export function onGlobe(origin: Corner): (point: readonly [number, number]) => Corner {
	const [east, north] = flat(origin)([origin[0] + 1, origin[1] + 1])
	return ([x, y]) => [turn(origin[0] + x / east), origin[1] + y / north]
}

/** The middle of the box around some corners, the shorter way around the world. */
export function middleOf(corners: readonly Corner[]): Corner {
	const [first = [0, 0]] = corners
	const around = corners.map(([lng]) => turn(lng - first[0]))
	const lats = corners.map(([, lat]) => lat)
	const half = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2
	return corners.length === 0 ? [0, 0] : [turn(first[0] + half(around)), half(lats)]
}

/** The longer side of the box around some corners. */
export function extentOf(corners: readonly Corner[]): number {
	const points = corners.map(flat(middleOf(corners)))
	const span = (values: number[]) => Math.max(...values) - Math.min(...values)
	return corners.length === 0 ? 0 : Math.max(span(points.map(([x]) => x)), span(points.map(([, y]) => y)))
}

/** The edges of a ring; the nth leads from its nth corner to the next. */
export function edgesOf(corners: readonly Corner[]): Edge[] {
	const points = corners.map(flat(middleOf(corners)))
	const side = signedArea(points) < 0 ? -1 : 1
	return points.map(([x, y], i) => {
		const [nextX, nextY] = points[(i + 1) % points.length] ?? [0, 0]
		const [dx, dy] = [nextX - x, nextY - y]
		const azimuth = Math.atan2(side * dy, side * -dx) / radians
		return { length: Math.hypot(dx, dy), azimuth: (azimuth + 360) % 360 }
	})
}

/**
 * Which edge is the eave where nobody has said so: the one that is widest as seen from the south (from the north in the
 * southern hemisphere), where the sun stands. Of two alike the first.
 */
export function usualEave(corners: readonly Corner[]): number {
	const sun = middleOf(corners)[1] < 0 ? 0 : 180
	const widths = edgesOf(corners).map(({ length, azimuth }) => length * Math.cos((azimuth - sun) * radians))
	const widest = Math.max(...widths)
	return widths.findIndex((width) => width > widest - 0.001)
}

/** True where a ring touches or crosses itself. */
export function crossesItself(corners: readonly Corner[]): boolean {
	const points = corners.map(flat(middleOf(corners)))
	const count = points.length
	for (let i = 0; i < count; i++) {
		const [a, b] = [at(points, i), at(points, i + 1)]
		if (turnsBack(a, b, at(points, i + 2))) return true
		for (let j = i + 2; j < count; j++) {
			const neighbours = i === 0 && j === count - 1
			if (!neighbours && meet(a, b, at(points, j), at(points, j + 1))) return true
		}
	}
	return false
}

const at = (points: readonly Point[], i: number): Point => points[i % points.length] ?? [0, 0]

const side = ([ax, ay]: Point, [bx, by]: Point, [px, py]: Point) => (bx - ax) * (py - ay) - (by - ay) * (px - ax)

/** Two edges that follow each other lie on each other. */
function turnsBack(a: Point, b: Point, c: Point): boolean {
	const along = (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1])
	return side(a, b, c) === 0 && along < 0
}

function meet(a: Point, b: Point, c: Point, d: Point): boolean {
	const [c1, d1, a1, b1] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)]
	if (Math.sign(c1) * Math.sign(d1) < 0 && Math.sign(a1) * Math.sign(b1) < 0) return true
	return (
		(c1 === 0 && within(a, b, c)) ||
		(d1 === 0 && within(a, b, d)) ||
		(a1 === 0 && within(c, d, a)) ||
		(b1 === 0 && within(c, d, b))
	)
}

function within(a: Point, b: Point, p: Point): boolean {
	const between = (low: number, high: number, value: number) =>
		value >= Math.min(low, high) && value <= Math.max(low, high)
	return between(a[0], b[0], p[0]) && between(a[1], b[1], p[1])
}

const directions = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const
export type Direction = (typeof directions)[number]

/** The nearest of eight directions. */
export function directionOf(azimuth: number): Direction {
	return directions[Math.round(azimuth / 45) % 8] ?? 'n'
}
