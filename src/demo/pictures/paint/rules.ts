export const WIDTH = 1600
export const HEIGHT = 1200

export type Point = readonly [x: number, y: number]
/** Corners clockwise from the upper left. */
export type Quad = readonly [Point, Point, Point, Point]
/** Numbers from 0 to 1, the same ones for the same seed. */
export type Random = () => number

export function randomFrom(seed: number): Random {
	let state = seed >>> 0
	return () => {
		state = (state + 0x6d2b79f5) >>> 0
		let mixed = Math.imul(state ^ (state >>> 15), state | 1)
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
	}
}

export function pick<T>(random: Random, from: readonly [T, ...T[]]): T {
	return from[Math.floor(random() * from.length)] ?? from[0]
}

/** The point of a quad at `u` from left to right and `v` from top to bottom, each 0 to 1. */
export function within([a, b, c, d]: Quad, u: number, v: number): Point {
	const mix = (p: Point, q: Point, at: number): Point => [p[0] + (q[0] - p[0]) * at, p[1] + (q[1] - p[1]) * at]
	return mix(mix(a, b, u), mix(d, c, u), v)
}

export function part(quad: Quad, u: readonly [number, number], v: readonly [number, number]): Quad {
	return [within(quad, u[0], v[0]), within(quad, u[1], v[0]), within(quad, u[1], v[1]), within(quad, u[0], v[1])]
}

export function polygon(points: readonly Point[], paint: string): string {
	return `<polygon points="${points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}" ${paint}/>`
}

export function line([x1, y1]: Point, [x2, y2]: Point, paint: string): string {
	return `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" ${paint}/>`
}

export function gradient(
	id: string,
	stops: readonly (readonly [offset: number, color: string])[],
	direction = 'x2="0" y2="1"',
): string {
	const marks = stops.map(([offset, color]) => `<stop offset="${offset}" stop-color="${color}"/>`).join('')
	return `<linearGradient id="${id}" x1="0" y1="0" ${direction}>${marks}</linearGradient>`
}

type Sky = { top: string; low: string; cloud: number; light: string }

const skies: readonly [Sky, ...Sky[]] = [
	{ top: '#3f7fc4', low: '#cfe3f3', cloud: 0.75, light: '#fff4dc' },
	{ top: '#6a9fd0', low: '#e9eef0', cloud: 0.9, light: '#fffaf0' },
	{ top: '#5b6f9b', low: '#f3c9a0', cloud: 0.6, light: '#ffd9a8' },
]

/** A sky with clouds of its own over the whole picture, and the light that belongs to it. */
export function sky(random: Random): { defs: string; body: string; light: string } {
	const { top, low, cloud, light } = pick(random, skies)
	const puffs = Array.from({ length: 26 }, () => {
		const [x, y, size] = [random() * WIDTH, random() * 420, 30 + random() * 110]
		return `<ellipse cx="${x.toFixed(0)}" cy="${y.toFixed(0)}" rx="${(size * 2.4).toFixed(0)}" ry="${(size * 0.42).toFixed(0)}" fill="#fff" opacity="${(0.1 + random() * 0.35).toFixed(2)}"/>`
	})
	return {
		defs: gradient('sky', [
			[0, top],
			[1, low],
		]),
		body: `<rect width="${WIDTH}" height="${HEIGHT}" fill="url(#sky)"/><g filter="url(#soft)" opacity="${cloud}">${puffs.join('')}</g>`,
		light,
	}
}

/** Leaves far away, out of focus: a row of them along a height. */
export function trees(random: Random, height: number, size: number): string {
	const greens = ['#4c6b3a', '#5d7d45', '#3f5c34', '#6f8a4c'] as const
	const crowns = Array.from({ length: 46 }, () => {
		const x = random() * (WIDTH + 200) - 100
		const radius = size * (0.5 + random() * 0.8)
		return `<ellipse cx="${x.toFixed(0)}" cy="${(height - radius * 0.5 + random() * 30).toFixed(0)}" rx="${radius.toFixed(0)}" ry="${(radius * 0.8).toFixed(0)}" fill="${pick(random, greens)}"/>`
	})
	return `<g filter="url(#far)">${crowns.join('')}</g>`
}

/** The finished picture: what was drawn, under the light, with the dark corners of a lens. */
export function photo({ defs, body, light = '#fff4dc' }: { defs: string; body: string; light?: string }): string {
	const all = `width="${WIDTH}" height="${HEIGHT}"`
	return `<svg xmlns="http://www.w3.org/2000/svg" ${all} viewBox="0 0 ${WIDTH} ${HEIGHT}"><defs>
<filter id="far" x="-0.1" y="-0.2" width="1.2" height="1.4"><feGaussianBlur stdDeviation="9"/></filter>
<filter id="soft" x="-0.3" y="-0.3" width="1.6" height="1.6"><feGaussianBlur stdDeviation="16"/></filter>
<filter id="edge" x="-0.1" y="-0.1" width="1.2" height="1.2"><feGaussianBlur stdDeviation="3"/></filter>
<radialGradient id="corners" cx="0.5" cy="0.48" r="0.75"><stop offset="0.55" stop-color="#000" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity="0.38"/></radialGradient>
<radialGradient id="light" cx="0.8" cy="0.05" r="0.9"><stop offset="0" stop-color="${light}" stop-opacity="0.5"/><stop offset="1" stop-color="${light}" stop-opacity="0"/></radialGradient>
${defs}</defs>${body}
<rect ${all} fill="url(#light)"/><rect ${all} fill="url(#corners)"/></svg>`
}
