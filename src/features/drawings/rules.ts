import type { Step } from '#features/flows/rules.ts'
import { areaOf, type Corner, crossesItself, edgesOf, extentOf, usualEave } from './measuring/rules.ts'

export const drawingStates = ['draft', 'handedIn', 'returned'] as const
export type DrawingState = (typeof drawingStates)[number]

/** One plane of a roof, as seen from above. */
export interface Plane {
	name: string
	/** The ring of its corners; the first is not repeated. */
	corners: Corner[]
	/** Which edge is the eave, by the corner that it begins at; null: the usual one. */
	eave: number | null
	/** Degrees from the horizontal, where somebody knows them. */
	tilt: number | null
}

/** Degrees of tilt. */
export const steepest = 85
export const longestName = 80
export const mostPlanes = 50
export const mostCorners = 200
/** Metres that a plane may measure across. */
export const mostAcross = 10_000
/** Square metres below which nothing is a plane of a roof. */
export const leastArea = 0.1

export type PlaneProblem =
	| 'corners_few'
	| 'corners_many'
	| 'corner_out_of_range'
	| 'corner_twice'
	| 'plane_crosses_itself'
	| 'plane_too_large'
	| 'plane_too_small'

/** What is wrong with the corners of a plane, if anything. */
export function problemOf(corners: readonly Corner[]): PlaneProblem | null {
	if (corners.length < 3) return 'corners_few'
	if (corners.length > mostCorners) return 'corners_many'
	const inRange = ([lng, lat]: Corner) => Math.abs(lng) <= 180 && Math.abs(lat) <= 90
	if (!corners.every(inRange)) return 'corner_out_of_range'
	const next = (i: number) => corners[(i + 1) % corners.length]
	if (corners.some((corner, i) => String(corner) === String(next(i)))) return 'corner_twice'
	if (extentOf(corners) > mostAcross) return 'plane_too_large'
	if (crossesItself(corners)) return 'plane_crosses_itself'
	return areaOf(corners) < leastArea ? 'plane_too_small' : null
}

export interface Measures {
	/** As seen from above. */
	area: number
	/** Along the slope, where the tilt is known. */
	sloped: number | null
	/** Which edge is the eave, and whereto it looks. */
	eave: number
	azimuth: number
}

export function measure({ corners, eave, tilt }: Omit<Plane, 'name'>): Measures {
	const area = areaOf(corners)
	const edge = eave !== null && eave < corners.length ? eave : usualEave(corners)
	return {
		area,
		sloped: tilt === null ? null : area / Math.cos((tilt * Math.PI) / 180),
		eave: edge,
		azimuth: edgesOf(corners)[edge]?.azimuth ?? 0,
	}
}

export function totalArea(planes: readonly Plane[]): number {
	return planes.reduce((sum, { corners }) => sum + areaOf(corners), 0)
}

/** Whether two drawings are alike in everything that is kept. */
export function sameDrawing(one: readonly Plane[], other: readonly Plane[]): boolean {
	const text = (planes: readonly Plane[]) =>
		JSON.stringify(planes.map(({ name, corners, eave, tilt }) => [name, corners, eave, tilt]))
	return text(one) === text(other)
}

/** Whether the client can draw now: it is asked to, or was sent back what it had drawn. */
export function isClientsTurn(
	project: { status: string; step: Pick<Step, 'screen' | 'required' | 'visible'> },
	state: DrawingState | null,
): boolean {
	if (project.status !== 'active' || state === 'handedIn') return false
	const { screen, required, visible } = project.step
	return state === 'returned' || (visible && (screen === 'drawing' || required.includes('drawing')))
}

/** RFC 7946, with what we know of each plane in its properties. */
export interface RoofFeature {
	type: 'Feature'
	properties: {
		name: string
		eave: number | null
		tiltDegrees: number | null
		areaSquareMetres: number
		slopedAreaSquareMetres: number | null
		eaveEdge: number
		eaveAzimuthDegrees: number
	}
	geometry: { type: 'Polygon'; coordinates: [number, number][][] }
}
export interface RoofCollection {
	type: 'FeatureCollection'
	features: RoofFeature[]
}

/** A drawing as other programs read it. */
export function toGeoJson(planes: readonly Plane[]): RoofCollection {
	return { type: 'FeatureCollection', features: planes.map(featureOf) }
}

function featureOf(plane: Plane): RoofFeature {
	const { area, sloped, eave, azimuth } = measure(plane)
	const ring = plane.corners.map(([lng, lat]): [number, number] => [lng, lat])
	const [first] = ring
	return {
		type: 'Feature',
		properties: {
			name: plane.name,
			eave: plane.eave,
			tiltDegrees: plane.tilt,
			areaSquareMetres: hundredths(area),
			slopedAreaSquareMetres: sloped === null ? null : hundredths(sloped),
			eaveEdge: eave,
			eaveAzimuthDegrees: (Math.round(azimuth * 10) / 10) % 360,
		},
		geometry: { type: 'Polygon', coordinates: [first ? [...ring, [...first]] : ring] },
	}
}

const hundredths = (value: number) => Math.round(value * 100) / 100

export const areaUnits = ['m2', 'ft2'] as const
export type AreaUnit = (typeof areaUnits)[number]
const feet = 1 / 0.3048

/** Only what is shown has a unit: whole square feet, square metres with a decimal. */
export function inUnit(squareMetres: number, unit: AreaUnit): number {
	return unit === 'ft2' ? Math.round(squareMetres * feet * feet) : Math.round(squareMetres * 10) / 10
}

export function lengthInUnit(metres: number, unit: AreaUnit): number {
	return unit === 'ft2' ? Math.round(metres * feet) : Math.round(metres * 10) / 10
}

/** The longest length of 1, 2 or 5 metres, or feet, or ten or a hundred times as many, that is no longer than `most` metres. */
export function roundLength(most: number, unit: AreaUnit): number {
	const metres = unit === 'ft2' ? 1 / feet : 1
	const power = 10 ** Math.floor(Math.log10(most / metres))
	const amount = [5, 2, 1].map((step) => step * power).find((length) => length * metres <= most) ?? power
	return amount * metres
}

/** The unit of a country, where nobody has chosen one. */
export function usualUnit(country: string): AreaUnit {
	return country === 'US' ? 'ft2' : 'm2'
}
