import { expect, test } from 'vitest'
import { requestInput } from '#features/documentRequests/schema.ts'
import { askForDocument } from '#features/documentRequests/writes.ts'
import { findFlow, listFlows } from '#features/flows/reads.ts'
import { addAllReadyMade } from '#features/flows/readyMade/writes.ts'
import { stepsOf } from '#features/flows/rules.ts'
import { findProjects } from '#features/projects/finding/reads.ts'
import { moveProject } from '#features/projects/moves/writes.ts'
import { read } from '#platform/db/db.ts'
import { systemScope } from '#platform/scope/make.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { makeProject } from '#support/project.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { exportOf } from '../reads.ts'

openDatabase()

test('API-3: projects come with their course, and what clients were asked for', async () => {
	const project = await makeProject({ name: 'Zebra roof' })
	const scope = systemScope(project)
	const flow = await read(scope, (reader) => findFlow(reader, project.flowId))
	const [, second] = stepsOf(flow?.stages ?? [])
	await moveProject(scope, project.id, { stepId: second?.step.id ?? '' })
	await askForDocument(scope, requestInput.parse({ projectId: project.id, title: 'Bill' }), { tell: false })
	const text = async (kind: 'projects' | 'document-requests') => (await Array.fromAsync(exportOf(scope, kind))).join('')
	const lines = (await text('projects')).trim().split(/\r?\n/)
	expect(lines).toHaveLength(2)
	expect(lines[1]).toContain(`${project.id},,Zebra roof,${project.accountId}`)
	expect(lines[1]).toContain(`; ${new Date().toISOString().slice(0, 10)} ${second?.step.name}`)
	expect(await text('document-requests')).toContain(`${project.id},,Bill`)
})

test('PRJ-7: a project is found where everything is looked for, but not by who may not see it', async () => {
	const project = await makeProject({ name: 'Zebra roof' })
	const found = await read(systemScope(project), (reader) => findProjects(reader, 'zebr'))
	expect(found).toMatchObject([{ type: 'project', id: project.id, title: 'Zebra roof' }])
	const technician = await makeMember({ in: systemScope(project), role: 'technician' })
	expect(await read(technician.scope, (reader) => findProjects(reader, 'zebr'))).toEqual([])
})

test('PRJ-1: a company without flows gets the ready-made ones at once, however often it is asked', async () => {
	const scope = await makeWorkspace()
	const added = await Promise.all([addAllReadyMade(scope, 'es'), addAllReadyMade(scope, 'es')])
	expect(added.sort()).toEqual([0, 3])
	const { rows } = await read(scope, (reader) => listFlows(reader, { limit: 9 }))
	expect(rows.map(({ name, status }) => `${name} ${status}`)).toContain('Solar residencial published')
	expect(rows).toHaveLength(3)
})
