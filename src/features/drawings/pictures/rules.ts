import { flat, middleOf } from '../measuring/rules.ts'
import { type AreaUnit, measure, type Plane, roundLength } from '../rules.ts'

type Spot = readonly [x: number, y: number]

export interface PlaneShape {
	name: string
	corners: Spot[]
	eave: readonly [Spot, Spot]
	/** Where its name stands. */
	label: Spot
	/** Square metres as seen from above. */
	area: number
	azimuth: number
}

/** A drawing as a picture with north above: everything in units of the picture. */
export interface RoofShapes {
	width: number
	height: number
	planes: PlaneShape[]
	/** A length to compare with: how long it is drawn, and how many metres that is. */
	scale: { length: number; metres: number }
}

const margin = 36
const foot = 44

/** Lays planes out in a picture of this width; its height follows. */
export function shapesOf(planes: readonly Plane[], unit: AreaUnit, width = 640): RoofShapes {
	const toMetres = flat(middleOf(planes.flatMap(({ corners }) => corners)))
	const all = planes.flatMap(({ corners }) => corners.map(toMetres))
	const [xs, ys] = [all.map(([x]) => x), all.map(([, y]) => y)]
	const [left, top] = [Math.min(...xs), Math.max(...ys)]
	const [across, along] = [Math.max(...xs) - left, top - Math.min(...ys)]
	const room = width - 2 * margin
	const perMetre = room / Math.max(across, along * 1.2, 1)
	const height = Math.max(200, Math.ceil(along * perMetre) + 2 * margin + foot)
	const inset = (width - across * perMetre) / 2
	const offset = (height - foot - along * perMetre) / 2
	const spot = ([x, y]: Spot): Spot => [round((x - left) * perMetre + inset), round((top - y) * perMetre + offset)]
	return {
		width,
		height,
		planes: planes.map((plane) => {
			const corners = plane.corners.map((corner) => spot(toMetres(corner)))
			const { area, eave, azimuth } = measure(plane)
			const edge = [corners[eave] ?? [0, 0], corners[(eave + 1) % corners.length] ?? [0, 0]] as const
			return { name: plane.name, corners, eave: edge, label: centre(corners), area, azimuth }
		}),
		scale: scaleFor(perMetre, room / 3, unit),
	}
}

const round = (value: number) => Math.round(value * 10) / 10

/** The centroid of a ring; for one with a bay it may lie outside, which a label can bear. */
function centre(corners: readonly Spot[]): Spot {
	let [area, x, y] = [0, 0, 0]
	const [originX, originY] = corners[0] ?? [0, 0]
	for (const [i, corner] of corners.entries()) {
		const next = corners[(i + 1) % corners.length] ?? corner
		const [ax, ay, bx, by] = [corner[0] - originX, corner[1] - originY, next[0] - originX, next[1] - originY]
		const cross = ax * by - bx * ay
		area += cross
		x += (ax + bx) * cross
		y += (ay + by) * cross
	}
	return area === 0 ? [originX, originY] : [round(originX + x / (3 * area)), round(originY + y / (3 * area))]
}

/** The longest round number of metres, or of feet, that fits. */
function scaleFor(perMetre: number, room: number, unit: AreaUnit): RoofShapes['scale'] {
	const metres = roundLength(room / perMetre, unit)
	return { length: round(metres * perMetre), metres }
}

export const pointsOf = (corners: readonly Spot[]) => corners.map((spot) => spot.join(',')).join(' ')

export interface Words {
	/** Beside the length to compare with. */
	scale: string
	/** Below the names. */
	areas: string[]
}

/** The picture as a file: colors and type of its own, since it goes anywhere. */
export function svgOf(shapes: RoofShapes, { scale, areas }: Words): string {
	const { width, height, planes } = shapes
	const font = `font-family="Inter, Helvetica, Arial, 'DejaVu Sans', sans-serif" fill="#26221e"`
	const drawn = planes.map(({ corners, eave: [from, to], label, name }, i) => {
		const [x, y] = label
		return [
			`<polygon points="${pointsOf(corners)}" fill="#d8e3ee" stroke="#2c4964" stroke-width="2" stroke-linejoin="round"/>`,
			`<line x1="${from[0]}" y1="${from[1]}" x2="${to[0]}" y2="${to[1]}" stroke="#b4530a" stroke-width="5" stroke-linecap="round"/>`,
			`<text x="${x}" y="${y - 3}" ${font} font-size="15" font-weight="600" text-anchor="middle">${escaped(name)}</text>`,
			`<text x="${x}" y="${y + 16}" ${font} font-size="13" text-anchor="middle">${escaped(areas[i] ?? '')}</text>`,
		].join('')
	})
	const base = height - 20
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
		`<rect width="${width}" height="${height}" fill="#ffffff"/>`,
		...drawn,
		`<path d="M${margin} ${base - 6}v6h${shapes.scale.length}v-6" fill="none" stroke="#26221e" stroke-width="1.5"/>`,
		`<text x="${margin + shapes.scale.length + 8}" y="${base}" ${font} font-size="13">${escaped(scale)}</text>`,
		`<path d="M${width - margin} ${base}v-26m-6 9l6-9l6 9" fill="none" stroke="#26221e" stroke-width="1.5"/>`,
		`<text x="${width - margin - 18}" y="${base}" ${font} font-size="13" font-weight="600" text-anchor="middle">N</text>`,
		'</svg>',
	].join('')
}

function escaped(text: string): string {
	return text.replace(/[<>&"']/g, (mark) => `&#${mark.charCodeAt(0)};`)
}
