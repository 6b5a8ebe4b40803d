import type { Project } from '#features/projects/reads.ts'
import { projectInput } from '#features/projects/schema.ts'
import { createProject } from '#features/projects/writes.ts'
import { systemScope } from '#platform/scope/make.ts'
import { makeAccount } from './account.ts'
import { makeFlow } from './flow.ts'

interface Overrides {
	account?: { id: string; workspaceId: string }
	siteId?: string
	flowId?: string
	name?: string
	stepId?: string
	externalId?: string
}

/** A project of this account (one is made where none is given), on its first step unless another is named. */
export async function makeProject(overrides: Overrides = {}): Promise<Project & { workspaceId: string }> {
	const { account = await makeAccount(), ...fields } = overrides
	const { workspaceId } = account
	const flowId = fields.flowId ?? (await makeFlow(workspaceId)).id
	const input = projectInput.parse({ name: 'Roof', ...fields, accountId: account.id, flowId })
	const made = await createProject(systemScope({ workspaceId }), input)
	if (!made.ok) throw new Error(made.reason)
	return { ...made.project, workspaceId }
}
