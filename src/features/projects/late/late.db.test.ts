import { expect, test } from 'vitest'
import { updateFlow } from '#features/flows/writes.ts'
import { notificationJobs } from '#features/notifications/jobs.ts'
import { deliveries } from '#features/notifications/tables.ts'
import { read } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeFlow } from '#support/flow.ts'
import { useInstallation } from '#support/installation.ts'
import { makeProject } from '#support/project.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { moveProject } from '../moves/writes.ts'
import { listProjects } from '../reads.ts'
import { tellOfLate } from './writes.ts'

const { advance } = useInstallation(notificationJobs)
const days = (n: number) => n * 86_400

async function company() {
	const scope = await makeWorkspace()
	const account = await makeAccount({ in: scope })
	const maya = await makeContact({ accounts: [account] })
	await makeContact({ accounts: [account], accessAreas: ['documents'] })
	await makeContact({ accounts: [account], portalStatus: 'invited' })
	await makeContact({ accounts: [account], kind: 'authority' })
	const flow = await makeFlow(scope.workspaceId)
	return { scope, maya, flow, project: await makeProject({ account, flowId: flow.id }) }
}
const told = async (scope: SystemScope) =>
	(await read(scope, ({ db }) => db.select().from(deliveries))).filter((one) => one.template === 'projectLate')

test('PRJ-8: a client is told once when a step outlasts its usual time, and again after as long', async () => {
	const { scope, maya, project } = await company()
	advance(days(4))
	await tellOfLate(scope)
	expect(await told(scope)).toHaveLength(0)
	advance(days(5.1))
	await Promise.all([tellOfLate(scope), tellOfLate(scope)])
	await tellOfLate(scope)
	expect((await told(scope)).map(({ recipient }) => recipient)).toEqual([maya.email])
	const stuck = await read(scope, (reader) => listProjects(reader, { filter: { stuck: true } }))
	expect(stuck.rows.map(({ id }) => id)).toEqual([project.id])
	advance(days(9.5))
	await tellOfLate(scope)
	expect(await told(scope)).toHaveLength(1)
	advance(days(10.2))
	await tellOfLate(scope)
	expect(await told(scope)).toHaveLength(2)
	await moveProject(scope, project.id, { stepId: 'b' })
	advance(days(16.2))
	await tellOfLate(scope)
	expect(await told(scope)).toHaveLength(2)
})

test('PRJ-8: nobody is told where the flow does not tell, or the section is off', async () => {
	const { scope, flow } = await company()
	await updateFlow(scope, flow.id, { tellsWhenLate: false })
	advance(days(30))
	await tellOfLate(scope)
	expect(await told(scope)).toHaveLength(0)
})
