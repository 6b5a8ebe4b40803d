import { z } from '@hono/zod-openapi'
import { requirements } from '#features/flows/rules.ts'
import { body, externalIdParam, idParam, json, listOf, listQuery, newApi, operation } from '#platform/api/api.ts'
import { conflict, invalid, notFound, type ProblemResponse } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import { decodeCursor } from '#platform/paging/cursor.ts'
import { fits } from '#platform/paging/keyset.ts'
import { projectRecord, toJson } from './json/schema.ts'
import { findProject, listProjects, projectOrder } from './reads.ts'
import { requiredOf } from './required/reads.ts'
import { isComplete } from './required/rules.ts'
import { projectStatuses } from './rules.ts'
import { projectInput, projectPatch } from './schema.ts'
import { archiveProject, createProject, type ProjectFailure, updateProject, upsertProject } from './writes.ts'

function refused(failure: ProjectFailure): ProblemResponse {
	if (failure.reason === 'external_id_taken') return conflict(failure.reason, failure.path)
	return failure.reason === 'not_found' ? notFound() : invalid(failure.path, failure.reason)
}

const tags = ['Projects']
const module = 'projects'
export const projectsApi = newApi()

const list = operation({
	grant: 'projects:read',
	module,
	method: 'get',
	path: '/projects',
	tags,
	summary: 'List projects, oldest first',
	request: {
		query: z.object({
			...listQuery,
			q: z.string().max(200).optional().openapi({ description: 'Name, account, address or people' }),
			accountId: z.string().max(60).optional(),
			siteId: z.string().max(60).optional(),
			flowId: z.string().max(60).optional(),
			projectType: z.string().max(60).optional(),
			stageId: z.string().max(60).optional(),
			stepId: z.string().max(60).optional(),
			status: z.enum(projectStatuses, { error: 'status_unknown' }).optional(),
			stuck: z
				.stringbool({ error: 'flag_expected' })
				.optional()
				.openapi({ description: 'On their step for longer than is usual' }),
			externalId: z.string().max(200).optional(),
			archived: z.stringbool({ error: 'flag_expected' }).default(false),
		}),
	},
	responses: { 200: json(listOf(projectRecord), 'A page of projects') },
})
projectsApi.openapi(list, async (c) => {
	const { limit, cursor, ...filter } = c.req.valid('query')
	const after = decodeCursor(cursor)
	if (cursor && (!after || !fits(projectOrder('created', 'asc'), after))) return invalid('cursor', 'cursor_invalid')
	const page = await read(c.get('scope'), (reader) => listProjects(reader, { filter, limit, after }))
	return c.json({ data: page.rows.map(toJson), nextCursor: page.next }, 200)
})

const create = operation({
	grant: 'projects:write',
	module,
	method: 'post',
	path: '/projects',
	tags,
	summary: 'Begin a project on the published version of a flow',
	request: { body: body(projectInput) },
	responses: { 201: json(projectRecord, 'The new project') },
})
projectsApi.openapi(create, async (c) => {
	const outcome = await createProject(c.get('scope'), c.req.valid('json'))
	if (!outcome.ok) return refused(outcome)
	return c.json(toJson(outcome.project), 201, { location: `/api/v1/projects/${outcome.project.id}` })
})

const show = operation({
	grant: 'projects:read',
	module,
	method: 'get',
	path: '/projects/{id}',
	tags,
	summary: 'One project',
	request: { params: idParam },
	responses: { 200: json(projectRecord, 'The project') },
})
projectsApi.openapi(show, async (c) => {
	const project = await read(c.get('scope'), (reader) => findProject(reader, c.req.valid('param').id))
	return project && !project.archivedAt ? c.json(toJson(project), 200) : notFound()
})

const change = operation({
	grant: 'projects:write',
	module,
	method: 'patch',
	path: '/projects/{id}',
	tags,
	summary: 'Change a project; what is left out stays',
	request: { params: idParam, body: body(projectPatch) },
	responses: { 200: json(projectRecord, 'The project as it is now') },
})
projectsApi.openapi(change, async (c) => {
	const outcome = await updateProject(c.get('scope'), c.req.valid('param').id, c.req.valid('json'))
	return outcome.ok ? c.json(toJson(outcome.project), 200) : refused(outcome)
})

const upsert = operation({
	grant: 'projects:write',
	module,
	method: 'put',
	path: '/projects/external/{externalId}',
	tags,
	summary: 'Create or change the project with this id of yours; it stays on its account and its flow',
	request: { params: externalIdParam, body: body(projectInput) },
	responses: { 200: json(projectRecord, 'The project as it is now'), 201: json(projectRecord, 'The new project') },
})
projectsApi.openapi(upsert, async (c) => {
	const outcome = await upsertProject(c.get('scope'), c.req.valid('param').externalId, c.req.valid('json'))
	if (!outcome.ok) return refused(outcome)
	if (!outcome.created) return c.json(toJson(outcome.project), 200)
	return c.json(toJson(outcome.project), 201, { location: `/api/v1/projects/${outcome.project.id}` })
})

const archive = operation({
	grant: 'projects:write',
	module,
	method: 'delete',
	path: '/projects/{id}',
	tags,
	summary: 'Archive a project',
	request: { params: idParam },
	responses: { 204: { description: 'Archived' } },
})
projectsApi.openapi(archive, async (c) => {
	const done = await archiveProject(c.get('scope'), c.req.valid('param').id)
	return done ? c.body(null, 204) : notFound()
})

const restore = operation({
	grant: 'projects:write',
	module,
	method: 'post',
	path: '/projects/{id}/restoration',
	tags,
	summary: 'Bring an archived project back',
	request: { params: idParam },
	responses: { 200: json(projectRecord, 'The project as it is now') },
})
projectsApi.openapi(restore, async (c) => {
	const { id } = c.req.valid('param')
	await archiveProject(c.get('scope'), id, false)
	const project = await read(c.get('scope'), (reader) => findProject(reader, id))
	return project ? c.json(toJson(project), 200) : notFound()
})

const required = operation({
	grant: 'projects:read',
	module,
	method: 'get',
	path: '/projects/{id}/required-actions',
	tags,
	summary: 'What the step needs on which a project stands, and how far that is',
	request: { params: idParam },
	responses: {
		200: json(
			z.object({
				stepId: z.string(),
				movesOn: z.boolean().openapi({ description: 'The project goes on by itself once all of it is done' }),
				data: z.array(
					z.object({
						requirement: z.enum(requirements),
						open: z.number().int(),
						done: z.number().int(),
						complete: z.boolean(),
					}),
				),
			}),
			'What is needed',
		),
	},
})
projectsApi.openapi(required, async (c) => {
	const found = await read(c.get('scope'), async (reader) => {
		const project = await findProject(reader, c.req.valid('param').id)
		return project && { project, required: await requiredOf(reader, project) }
	})
	if (!found || found.project.archivedAt) return notFound()
	const { stepId, step } = found.project
	const data = found.required.map((one) => ({ ...one, complete: isComplete(one) }))
	return c.json({ stepId, movesOn: step.movesOn, data }, 200)
})
