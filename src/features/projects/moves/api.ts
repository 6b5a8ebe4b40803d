import { z } from '@hono/zod-openapi'
import { body, idParam, json, listOf, newApi, operation, time } from '#platform/api/api.ts'
import { errorText } from '#platform/api/error-text.ts'
import { invalid, notFound, type ProblemResponse, problem } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import { projectRecord, toJson } from '../json/schema.ts'
import { findProject } from '../reads.ts'
import { transition } from '../schema.ts'
import { moveKinds } from '../tables.ts'
import { findMove, listMoves, type MoveEntry } from './reads.ts'
import { type MoveOutcome, moveProject, remapProject, restartProject, undoMove } from './writes.ts'

const record = z
	.object({
		id: z.string().openapi({ example: 'mov_01j9zq3v7k8m2n4p6r8t0v2x4z' }),
		projectId: z.string(),
		kind: z.enum(moveKinds),
		fromStepId: z.string().nullable(),
		toStepId: z.string(),
		flowVersion: z.number().int(),
		note: z.string(),
		by: z.object({ type: z.string(), id: z.string().nullable() }),
		at: z.iso.datetime(),
		undoneAt: z.iso.datetime().nullable(),
	})
	.openapi('Transition')

function moveJson(move: MoveEntry): z.output<typeof record> {
	const { id, projectId, kind, fromStepId, toStepId, toVersion, note, actorType, actorId } = move
	return {
		id,
		projectId,
		kind,
		fromStepId,
		toStepId,
		flowVersion: toVersion,
		note,
		by: { type: actorType, id: actorId },
		at: time(move.at),
		undoneAt: time(move.undoneAt),
	}
}

type Refused = Exclude<MoveOutcome, { ok: true }>

/** 409 says what happened instead: by whom, when and to where. */
function refused(failure: Refused): ProblemResponse {
	if (failure.reason === 'not_found') return notFound()
	if ('path' in failure) return invalid(failure.path, failure.reason)
	const { project, last, reason } = failure
	const by = last ? `${last.by ?? last.actorType} at ${time(last.at)}` : ''
	const happened = last ? ` It stands on ${project.step.name} (${project.stepId}), moved there by ${by}.` : ''
	return problem(409, { code: reason, detail: `${errorText(reason)}${happened}` })
}

const tags = ['Projects']
const module = 'projects'
const grant = 'projects:write'
export const movesApi = newApi()

const list = operation({
	grant: 'projects:read',
	module,
	method: 'get',
	path: '/projects/{id}/transitions',
	tags,
	summary: 'Where a project has been, newest first; those taken back have `undoneAt`',
	request: {
		params: idParam,
		query: z.object({
			limit: z.coerce.number({ error: 'number_expected' }).int().min(1).max(200, { error: 'out_of_range' }).default(50),
			cursor: z.coerce.number({ error: 'cursor_invalid' }).int().min(1).max(2_000_000_000).optional(),
		}),
	},
	responses: { 200: json(listOf(record), 'A page of transitions') },
})
movesApi.openapi(list, async (c) => {
	const { limit, cursor } = c.req.valid('query')
	const { id } = c.req.valid('param')
	const rows = await read(c.get('scope'), async (reader) =>
		(await findProject(reader, id)) ? listMoves(reader, id, { limit: limit + 1, before: cursor }) : null,
	)
	if (!rows) return notFound()
	const last = rows[limit - 1]
	const nextCursor = rows.length > limit && last ? String(last.number) : null
	return c.json({ data: rows.slice(0, limit).map(moveJson), nextCursor }, 200)
})

const move = operation({
	grant,
	module,
	method: 'post',
	path: '/projects/{id}/transitions',
	tags,
	summary: 'Move a project to a step of its flow; with `from`, only if it still stands there',
	request: { params: idParam, body: body(transition) },
	responses: { 201: json(projectRecord.extend({ transition: record.nullable() }), 'The project on its new step') },
})
movesApi.openapi(move, async (c) => {
	const { id } = c.req.valid('param')
	const outcome = await moveProject(c.get('scope'), id, c.req.valid('json'))
	if (!outcome.ok) return refused(outcome)
	const made = await read(c.get('scope'), (reader) => findMove(reader, id, outcome.moveId))
	return c.json({ ...toJson(outcome.project), transition: made ? moveJson(made) : null }, 201)
})

const undo = operation({
	grant,
	module,
	method: 'delete',
	path: '/projects/{id}/transitions/{transitionId}',
	tags,
	summary: 'Take the last transition back',
	request: { params: z.object({ id: z.string(), transitionId: z.string() }) },
	responses: { 204: { description: 'Taken back' } },
})
movesApi.openapi(undo, async (c) => {
	const { id, transitionId } = c.req.valid('param')
	const known = await read(c.get('scope'), (reader) => findMove(reader, id, transitionId))
	if (!known) return notFound()
	const outcome = await undoMove(c.get('scope'), id, transitionId)
	return outcome.ok ? c.body(null, 204) : refused(outcome)
})

const restart = operation({
	grant,
	module,
	method: 'post',
	path: '/projects/{id}/restart',
	tags,
	summary: 'Begin a failed project again, where its step allows that; its history stays',
	request: { params: idParam },
	responses: { 201: json(projectRecord, 'The project on its first step') },
})
movesApi.openapi(restart, async (c) => {
	const outcome = await restartProject(c.get('scope'), c.req.valid('param').id)
	return outcome.ok ? c.json(toJson(outcome.project), 201) : refused(outcome)
})

const remap = operation({
	grant,
	module,
	method: 'post',
	path: '/projects/{id}/flow-version',
	tags,
	summary: 'Move a project over to another version of its flow; `stepId` is needed where its step is not there',
	request: {
		params: idParam,
		body: body(z.object({ version: z.number().int().min(1).max(1e6), stepId: z.string().max(60).optional() })),
	},
	responses: { 200: json(projectRecord, 'The project as it is now') },
})
movesApi.openapi(remap, async (c) => {
	const outcome = await remapProject(c.get('scope'), c.req.valid('param').id, c.req.valid('json'))
	return outcome.ok ? c.json(toJson(outcome.project), 200) : refused(outcome)
})
