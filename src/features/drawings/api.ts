import { z } from '@hono/zod-openapi'
import { findProject } from '#features/projects/reads.ts'
import { body, idParam, json, newApi, operation, time } from '#platform/api/api.ts'
import { errorText } from '#platform/api/error-text.ts'
import { notFound, type ProblemResponse, problem } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { pngOf } from './pictures/reads.ts'
import { type Drawing, findDrawing } from './reads.ts'
import { drawingStates, toGeoJson } from './rules.ts'
import { drawingInput, drawingReturn } from './schema.ts'
import { type DrawingOutcome, handInDrawing, reopenDrawing, saveDrawing } from './writes.ts'

const feature = z.object({
	type: z.literal('Feature'),
	properties: z.object({
		name: z.string(),
		eave: z.number().int().nullable().openapi({ description: 'The edge chosen as eave, by the corner it begins at' }),
		tiltDegrees: z.number().nullable(),
		areaSquareMetres: z.number().openapi({ description: 'As seen from above' }),
		slopedAreaSquareMetres: z.number().nullable().openapi({ description: 'Along the slope, where the tilt is known' }),
		eaveEdge: z.number().int().openapi({ description: 'The chosen eave, else the edge widest as seen from the south' }),
		eaveAzimuthDegrees: z.number().openapi({ description: 'Whereto the eave looks, clockwise from north' }),
	}),
	geometry: z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(z.array(z.number()))) }),
})
const record = z
	.object({
		type: z.literal('FeatureCollection'),
		features: z.array(feature),
		revision: z.number().int().openapi({ description: 'Counts what was saved; 0 while nothing is' }),
		state: z.enum(drawingStates),
		reason: z.string().openapi({ description: 'Why it was sent back' }),
		savedAt: z.iso.datetime().nullable(),
		handedInAt: z.iso.datetime().nullable(),
	})
	.openapi('Roof')

function toJson(drawing: Drawing | null): z.output<typeof record> {
	const { type, features } = toGeoJson(drawing?.planes ?? [])
	return {
		type,
		features,
		revision: drawing?.revision ?? 0,
		state: drawing?.state ?? 'draft',
		reason: drawing?.reason ?? '',
		savedAt: drawing && time(drawing.savedAt),
		handedInAt: drawing && time(drawing.handedInAt),
	}
}

/** 409 says how it stands, and who saved it last. */
function refused(outcome: Exclude<DrawingOutcome, { ok: true }>): ProblemResponse {
	if (outcome.reason === 'not_found') return notFound()
	const { drawing, by, reason } = outcome
	const last = drawing ? `, saved${by ? ` by ${by}` : ''} at ${time(drawing.savedAt)}` : ''
	const now = `It is ${drawing?.state ?? 'draft'} at revision ${drawing?.revision ?? 0}${last}.`
	return problem(409, { code: reason, detail: `${errorText(reason)} ${now}` })
}

/** The drawing of a project that is there; undefined where the project is not. */
function drawingOf(scope: CompanyScope, id: string): Promise<Drawing | null | undefined> {
	return read(scope, async (reader) => {
		const project = await findProject(reader, id)
		return project && !project.archivedAt ? findDrawing(reader, id) : undefined
	})
}

const tags = ['Projects']
const module = 'projects'
const [reading, grant] = ['projects:read', 'projects:write'] as const
export const drawingsApi = newApi()

const show = operation({
	grant: reading,
	module,
	method: 'get',
	path: '/projects/{id}/roof',
	tags,
	summary: 'The roof of a project as it was drawn, as GeoJSON; without features while nothing is',
	request: { params: idParam },
	responses: { 200: json(record, 'The planes with their measures') },
})
drawingsApi.openapi(show, async (c) => {
	const drawing = await drawingOf(c.get('scope'), c.req.valid('param').id)
	return drawing === undefined ? notFound() : c.json(toJson(drawing), 200)
})

const save = operation({
	grant,
	module,
	method: 'put',
	path: '/projects/{id}/roof',
	tags,
	summary:
		'Draw the roof of a project, in place of what was drawn; with `revision`, only if that is still the last one',
	request: { params: idParam, body: body(drawingInput) },
	responses: { 200: json(record, 'The planes with their measures') },
})
drawingsApi.openapi(save, async (c) => {
	const outcome = await saveDrawing(c.get('scope'), c.req.valid('param').id, c.req.valid('json'))
	return outcome.ok ? c.json(toJson(outcome.drawing), 200) : refused(outcome)
})

const picture = operation({
	grant: reading,
	module,
	method: 'get',
	path: '/projects/{id}/roof/picture',
	tags,
	summary: 'The drawing as a picture',
	request: { params: idParam },
	responses: {
		200: {
			description: 'A PNG',
			content: { 'image/png': { schema: z.string().openapi({ type: 'string', format: 'binary' }) } },
		},
	},
})
drawingsApi.openapi(picture, async (c) => {
	const drawing = await drawingOf(c.get('scope'), c.req.valid('param').id)
	if (!drawing || drawing.planes.length === 0) return notFound()
	const png = await pngOf(drawing.planes, { unit: 'm2', locale: 'en' })
	return new Response(new Uint8Array(png), { headers: { 'content-type': 'image/png' } }) as ProblemResponse
})

const submission = operation({
	grant,
	module,
	method: 'post',
	path: '/projects/{id}/roof/submission',
	tags,
	summary: 'Hand in what was drawn',
	request: { params: idParam },
	responses: { 201: json(record, 'The drawing that was handed in') },
})
drawingsApi.openapi(submission, async (c) => {
	const outcome = await handInDrawing(c.get('scope'), c.req.valid('param').id)
	return outcome.ok ? c.json(toJson(outcome.drawing), 201) : refused(outcome)
})

const sendBack = operation({
	grant,
	module,
	method: 'post',
	path: '/projects/{id}/roof/return',
	tags,
	summary: 'Give a drawing that was handed in back to its client, with a reason',
	request: { params: idParam, body: body(drawingReturn) },
	responses: { 201: json(record, 'The drawing that was sent back') },
})
drawingsApi.openapi(sendBack, async (c) => {
	const outcome = await reopenDrawing(c.get('scope'), c.req.valid('param').id, c.req.valid('json'))
	return outcome.ok ? c.json(toJson(outcome.drawing), 201) : refused(outcome)
})
