/** Planes as people type them: a corner a line, latitude first, as maps and phones show it. */
import type { Corner } from '../measuring/rules.ts'
import { longestName, mostPlanes, type Plane, problemOf, steepest } from '../rules.ts'

export interface TypedPlane {
	name: string
	corners: string
	/** The number of the edge, or nothing for the usual one. */
	eave: string
	tilt: string
}

/** Finer than a millimetre. */
const decimals = 8
const written = (value: number) => String(Number(value.toFixed(decimals)))

export function typedOf({ name, corners, eave, tilt }: Plane): TypedPlane {
	return {
		name,
		corners: textOf(corners),
		eave: eave === null ? '' : String(eave),
		tilt: tilt === null ? '' : String(tilt),
	}
}

export function textOf(corners: readonly Corner[]): string {
	return corners.map(([lng, lat]) => `${written(lat)}, ${written(lng)}`).join('\n')
}

/** The corners of a text; null where a line is none. A last one that is the first again closes the ring, and is left out. */
export function cornersFrom(text: string): Corner[] | null {
	const lines = text.split('\n').flatMap((line) => line.trim() || [])
	const corners = lines.map(cornerFrom)
	if (!corners.every((corner) => corner !== null)) return null
	const closed = corners.length > 3 && String(corners[0]) === String(corners.at(-1))
	return closed ? corners.slice(0, -1) : corners
}

/** "39.73921, -104.99027", also with a space or a semicolon between, and with decimal commas. */
export function cornerFrom(line: string): Corner | null {
	const number = String.raw`[-+−]?\d{1,3}(?:[.,]\d+)?`
	const found = new RegExp(String.raw`^(${number})(?:\s*[,;]\s*|\s+)(${number})$`).exec(line.trim())
	if (!found) return null
	const [lat, lng] = [found[1], found[2]].map((text = '') => Number(text.replace(',', '.').replace('−', '-')))
	return lat === undefined || lng === undefined ? null : [lng, lat]
}

/** The planes of a form, `name-0`, `corners-0`, … in order. */
export function typedPlanes(values: Record<string, string>): TypedPlane[] {
	const planes: TypedPlane[] = []
	for (let i = 0; i < mostPlanes + 1 && `corners-${i}` in values; i++) {
		const field = (name: string) => values[`${name}-${i}`] ?? ''
		planes.push({ name: field('name'), corners: field('corners'), eave: field('eave'), tilt: field('tilt') })
	}
	return planes
}

export type Typed = { ok: true; planes: Plane[] } | { ok: false; errors: Record<string, string> }

/** What was typed as planes; one without corners is left out. Errors by field, as codes. */
export function planesFrom(typed: readonly TypedPlane[], nameOf: (number: number) => string): Typed {
	const planes: Plane[] = []
	const errors: Record<string, string> = {}
	for (const [i, one] of typed.entries()) {
		if (one.corners.trim() === '') continue
		const corners = cornersFrom(one.corners)
		const tilt = tiltFrom(one.tilt)
		const problems = {
			corners: corners ? problemOf(corners) : 'corner_shape',
			name: nameProblem(one.name),
			tilt: tilt === undefined ? 'tilt_range' : null,
		}
		for (const [field, problem] of Object.entries(problems)) if (problem) errors[`${field}-${i}`] = problem
		if (!corners || tilt === undefined) continue
		planes.push({
			name: one.name.trim() || nameOf(planes.length + 1),
			corners,
			eave: eaveFrom(one.eave, corners),
			tilt,
		})
	}
	if (planes.length > mostPlanes) errors[`corners-${mostPlanes}`] = 'planes_many'
	return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, planes }
}

function nameProblem(name: string): string | null {
	if (name.trim().length > longestName) return 'too_long'
	return name.isWellFormed() && !/\p{Cc}/u.test(name) ? null : 'control_characters'
}

/** Degrees; null where nothing is typed, undefined where it is no tilt of a roof. */
export function tiltFrom(text: string): number | null | undefined {
	if (text.trim() === '') return null
	const tilt = Number(text.trim().replace(',', '.'))
	return tilt >= 0 && tilt <= steepest ? tilt : undefined
}

/** An edge that is there, else the usual one. */
function eaveFrom(text: string, corners: readonly Corner[]): number | null {
	const edge = text.trim() === '' ? -1 : Number(text)
	return Number.isInteger(edge) && edge >= 0 && edge < corners.length ? edge : null
}

/** A place in the form's two fields; null where nothing is typed, undefined where it is none. */
export function placeFrom({
	lat = '',
	lng = '',
}: Record<string, string>): { lat: number; lng: number } | null | undefined {
	if (lat.trim() === '' && lng.trim() === '') return null
	const corner = cornerFrom(`${lat.trim()} ; ${lng.trim()}`)
	if (!corner || Math.abs(corner[0]) > 180 || Math.abs(corner[1]) > 90) return undefined
	return { lat: corner[1], lng: corner[0] }
}
