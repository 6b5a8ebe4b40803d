/**
 * What stands at the foot of a company's sign-in page, drawn for it alone: two companies with the same subject have
 * another row of houses. Colors come from the page, which uses the picture as a mask: what is faint here is faint there.
 */
import { createHash } from 'node:crypto'
import { type Drawing, drawings } from '../schema.ts'
import type { Workspace } from '../tables.ts'

type Company = Pick<Workspace, 'workspaceId' | 'settings'>

const width = 480
const height = 160
/** How strong a surface is beside the lines that bound it. */
const faint = 0.34

/** Which one a company has: the one it chose, else one by its id, so that new companies do not look alike. */
export function drawingFor({ workspaceId, settings }: Company): Drawing {
	const subjects = drawings.filter((one) => one !== 'none')
	return settings.drawing ?? subjects[Math.floor(randomOf(workspaceId)() * subjects.length)] ?? 'sun'
}

export function drawingAddress(company: Company): string | undefined {
	const drawing = drawingFor(company)
	return drawing === 'none' ? undefined : `/brand/drawing-${drawing}`
}

/** An SVG of 480 × 160, black on nothing. */
export function draw(drawing: Exclude<Drawing, 'none'>, seed: string): string {
	const { surfaces, lines } = subjects[drawing](randomOf(`${drawing} ${seed}`))
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
		...surfaces.map((d) => `<path fill-opacity="${faint}" d="${d}"/>`),
		`<path fill="none" stroke="#000" stroke-width="2.2" stroke-linejoin="round" stroke-linecap="round" d="${lines.join('')}"/>`,
		'</svg>',
	].join('')
}

interface Shapes {
	surfaces: string[]
	lines: string[]
}

const subjects: Record<Exclude<Drawing, 'none'>, (random: () => number) => Shapes> = { sun, roofs, hills, trees }

/** A clear day in half hours: bars as high as the sun's power. */
function sun(random: () => number): Shapes {
	const tops = Array.from({ length: 46 }, (_, slot) => {
		const light = Math.sin(((slot - 8) / 30) * Math.PI)
		return slot < 8 || slot > 38 || light < 0.03 ? 154 : 154 - light * 132 - random() * 16
	})
	const x = (slot: number) => 5 + slot * 10
	return {
		surfaces: [tops.map((top, slot) => `M${x(slot) - 2} ${height}V${round(top)}h4V${height}z`).join('')],
		lines: tops.map((top, slot) => `M${x(slot) - 1} ${round(top)}h2`),
	}
}

/** A row of gabled houses, the highest in the middle, some with a chimney. */
function roofs(random: () => number): Shapes {
	const shapes: Shapes = { surfaces: [], lines: [] }
	for (let left = 18; left < width - 68; ) {
		const wide = 36 + random() * 26
		const middle = left + wide / 2
		const wall = height - 30 - swell(middle) * 44 - random() * 18
		const ridge = wall - 16 - random() * 14
		const [l, r, w, t, c] = [left, left + wide, wall, ridge, middle].map(round)
		shapes.surfaces.push(`M${l} ${height}V${w}L${c} ${t}L${r} ${w}V${height}z`)
		shapes.lines.push(`M${round(left - 4)} ${round(wall + 4)}L${c} ${t}L${round(left + wide + 4)} ${round(wall + 4)}`)
		if (random() < 0.5) {
			const at = left + wide * 0.74
			shapes.lines.push(`M${round(at)} ${round(wall - (wall - ridge) * 0.52)}V${round(ridge - 4)}`)
		}
		for (let row = wall + 18; row < height - 18; row += 24) {
			shapes.lines.push(`M${round(left + wide * 0.33)} ${round(row)}v7M${round(left + wide * 0.67)} ${round(row)}v7`)
		}
		left += wide + 3 + random() * 8
	}
	return shapes
}

/** Three ranges of hills, one before the other. */
function hills(random: () => number): Shapes {
	const range = (from: number, to: number, top: number): { surface: string; line: string } => {
		const first = from + (to - from) * (0.3 + random() * 0.15)
		const second = from + (to - from) * (0.6 + random() * 0.15)
		const [a, b, x1, x2, y] = [from, to, first, second, top].map(round)
		const dip = round(top + 26 + random() * 22)
		const line = `M${a} ${height}C${round(from + (first - from) * 0.5)} ${height} ${round(first - 34)} ${y} ${x1} ${y}S${round(second - 44)} ${dip} ${x2} ${dip}S${round(to - 40)} ${height} ${b} ${height}`
		return { surface: `${line}z`, line }
	}
	const ranges = [
		range(70 + random() * 30, 420, 30 + random() * 24),
		range(4, 290 + random() * 40, 76 + random() * 20),
		range(210 + random() * 30, 476, 84 + random() * 20),
	]
	return { surfaces: ranges.map(({ surface }) => surface), lines: ranges.map(({ line }) => line) }
}

/** A line of trees, firs and round ones. */
function trees(random: () => number): Shapes {
	const shapes: Shapes = { surfaces: [], lines: [] }
	for (let at = 24; at < width - 20; at += 20 + random() * 16) {
		const tall = 30 + swell(at) * 66 + random() * 30
		const top = height - tall
		const half = 9 + tall * 0.1 + random() * 4
		const [x, t] = [round(at), round(top)]
		if (random() < 0.55) {
			shapes.surfaces.push(`M${x} ${t}L${round(at + half)} ${height - 12}H${round(at - half)}z`)
			shapes.lines.push(`M${x} ${round(top + tall * 0.3)}V${height}`)
		} else {
			const long = tall * 0.36
			const middle = top + long
			shapes.surfaces.push(
				`M${round(at - half)} ${round(middle)}a${round(half)} ${round(long)} 0 1 1 ${round(half * 2)} 0a${round(half)} ${round(long)} 0 1 1 ${round(-half * 2)} 0z`,
			)
			shapes.lines.push(`M${x} ${round(middle)}V${height}`)
		}
	}
	return shapes
}

/** 0 at the edges, 1 in the middle. */
const swell = (x: number) => Math.sin((x / width) * Math.PI)

const round = (value: number) => Math.round(value * 10) / 10

/** Numbers from 0 to 1, the same ones for the same text (mulberry32). */
function randomOf(text: string): () => number {
	let state = createHash('sha256').update(text).digest().readUInt32LE()
	return () => {
		state = (state + 0x6d2b79f5) | 0
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
	}
}
