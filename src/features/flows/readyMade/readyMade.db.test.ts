import { expect, test } from 'vitest'
import { openItems } from '#features/actionItems/reads.ts'
import { templates } from '#features/actionItems/templates/reads.ts'
import { examples } from '#features/actionItems/templates/readyMade/rules.ts'
import { addAllExamples } from '#features/actionItems/templates/readyMade/writes.ts'
import { archiveTemplate } from '#features/actionItems/templates/writes.ts'
import { notificationJobs } from '#features/notifications/jobs.ts'
import { moveProject } from '#features/projects/moves/writes.ts'
import { projectInput } from '#features/projects/schema.ts'
import { createProject } from '#features/projects/writes.ts'
import { read } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { useInstallation } from '#support/installation.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { listFlows } from '../reads.ts'
import { stepsOf } from '../rules.ts'
import { flowInput } from '../schema.ts'
import { publishFlow } from '../writes.ts'
import { type ReadyMade, readyMade } from './rules.ts'
import { addAllReadyMade, createFromReadyMade } from './writes.ts'

useInstallation(notificationJobs)

const titles = async (scope: SystemScope) =>
	(await read(scope, templates)).map(({ title }) => title.en).sort((a = '', b = '') => a.localeCompare(b))
const solar = readyMade.find(({ key }) => key === 'solar') as ReadyMade
const input = (name: string) => flowInput.parse({ name, projectType: 'installation' })

test('PRJ-1: a company gets the ready-made flows and the templates of their steps, each once, whatever it takes again', async () => {
	const [scope, neighbour] = [await makeWorkspace(), await makeWorkspace()]
	await addAllReadyMade(scope, 'en')
	await addAllExamples(scope)
	const all = examples.map(({ title }) => title.en).sort((a = '', b = '') => a.localeCompare(b))
	expect(await titles(scope)).toEqual(all)
	const again = await Promise.all([
		createFromReadyMade(scope, solar, 'en', input('Solar two')),
		createFromReadyMade(scope, solar, 'es', input('Solar tres')),
		addAllExamples(scope),
	])
	expect(again.map((one) => one?.ok)).toEqual([true, true, undefined])
	expect(await titles(scope)).toEqual(all)
	expect(await titles(neighbour)).toEqual([])
	const { rows } = await read(scope, (reader) => listFlows(reader, { limit: 9 }))
	const listed = rows.map(({ stages }) => new Set(stepsOf(stages).flatMap(({ step }) => step.actionItems)))
	expect(listed.every((ids) => ids.size > 0)).toBe(true)
	const known = new Set((await read(scope, templates)).map(({ id }) => id))
	expect(listed.every((ids) => ids.isSubsetOf(known))).toBe(true)
})

test('PRJ-1: of two who take the first ready-made flow at once each has its templates, and none is there twice', async () => {
	const scope = await makeWorkspace()
	await Promise.all(['One', 'Two'].map((name) => createFromReadyMade(scope, solar, 'en', input(name))))
	expect(await titles(scope)).toHaveLength(solar.items.length)
	const [first] = await read(scope, templates)
	await archiveTemplate(scope, first?.id ?? '')
	expect(await titles(scope)).toHaveLength(solar.items.length - 1)
	await createFromReadyMade(scope, solar, 'en', input('Three'))
	expect(await titles(scope)).toHaveLength(solar.items.length)
	expect((await read(scope, templates)).map(({ id }) => id)).toContain(first?.id)
})

test('PRJ-6: a project on a ready-made flow asks its client for what the step lists', async () => {
	const scope = await makeWorkspace()
	const account = await makeAccount({ in: scope })
	const maya = await makeContact({ accounts: [account] })
	const made = await createFromReadyMade(scope, solar, 'en', input('Solar'))
	if (!made.ok || !(await publishFlow(scope, made.flow.id)).ok) throw new Error('no flow')
	const project = await createProject(scope, projectInput.parse({ accountId: account.id, flowId: made.flow.id }))
	if (!project.ok) throw new Error(project.reason)
	const asked = async () => (await read(maya.scope, (reader) => openItems(reader, 9))).map(({ title }) => title.en)
	expect(await asked()).toEqual([])
	await moveProject(scope, project.project.id, { stepId: 'papers' })
	expect(await asked()).toEqual(['Authorisation for the utility'])
	await moveProject(scope, project.project.id, { stepId: 'contract' })
	expect(await asked()).toContain('Confirm the design')
})
