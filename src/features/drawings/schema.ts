import { z } from 'zod'
import type { Corner } from './measuring/rules.ts'
import { longestName, mostPlanes, type Plane, problemOf, steepest } from './rules.ts'

const line = (max: number) =>
	z
		.string({ error: 'text_expected' })
		.trim()
		.max(max, { error: 'too_long' })
		.refine((value) => value.isWellFormed() && !/\p{Cc}/u.test(value), { error: 'control_characters' })
const number = z.number({ error: 'number_expected' })
const tilt = number.min(0, { error: 'tilt_range' }).max(steepest, { error: 'tilt_range' })
const eave = number.int({ error: 'eave_unknown' }).min(0, { error: 'eave_unknown' })

/** Longitude and latitude; a height, which a position may have, is left out. */
const wrongShape = { error: 'position_shape' }
const position = z.array(number, wrongShape).min(2, wrongShape)

const polygon = z.object(
	{
		type: z.literal('Polygon', { error: 'polygon_expected' }),
		coordinates: z.array(z.array(position, wrongShape), wrongShape).min(1, { error: 'corners_few' }),
	},
	{ error: 'polygon_expected' },
)

const feature = z
	.object({
		type: z.literal('Feature', { error: 'feature_expected' }),
		properties: z
			.object({ name: line(longestName).nullish(), eave: eave.nullish(), tiltDegrees: tilt.nullish() })
			.nullish(),
		geometry: polygon,
	})
	.transform(({ properties, geometry }, context): Plane => {
		const corners = ringOf(geometry.coordinates)
		const problem = typeof corners === 'string' ? corners : planeProblem(corners, properties?.eave)
		if (problem !== null || typeof corners === 'string') {
			context.addIssue({ code: 'custom', path: ['geometry', 'coordinates'], message: problem ?? '' })
			return z.NEVER
		}
		const { name, eave = null, tiltDegrees = null } = properties ?? {}
		return { name: name ?? '', corners, eave, tilt: tiltDegrees }
	})

/** The corners of a polygon, or why it is none of a roof. */
function ringOf([ring = [], ...holes]: number[][][]): Corner[] | string {
	if (holes.length > 0) return 'plane_has_holes'
	const corners = ring.map(([lng = 0, lat = 0]): Corner => [lng, lat])
	const [first, last] = [corners[0], corners.at(-1)]
	if (corners.length < 4) return 'corners_few'
	return String(first) === String(last) ? corners.slice(0, -1) : 'ring_open'
}

function planeProblem(corners: Corner[], eave: number | null | undefined): string | null {
	return problemOf(corners) ?? (eave != null && eave >= corners.length ? 'eave_unknown' : null)
}

/** GeoJSON (RFC 7946): a collection of polygons, each a plane. `revision`: what it was drawn on. */
export const drawingInput = z
	.object({
		type: z.literal('FeatureCollection', { error: 'collection_expected' }),
		features: z.array(feature, { error: 'list_expected' }).max(mostPlanes, { error: 'planes_many' }),
		revision: number.int().min(0).optional(),
	})
	.transform(({ features, revision }) => ({ planes: named(features), revision }))

/** Every plane has a name: that which it was given, or the next number. */
function named(planes: Plane[]): Plane[] {
	return planes.map((plane, i) => (plane.name ? plane : { ...plane, name: `Roof ${i + 1}` }))
}

export const drawingReturn = z.object({
	reason: z
		.string({ error: 'text_expected' })
		.trim()
		.max(4000, { error: 'too_long' })
		.refine((value) => value.isWellFormed() && !value.includes('\u0000'), { error: 'control_characters' })
		.default(''),
	revision: number.int().min(0).optional(),
})
