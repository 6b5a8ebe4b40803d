import { allWorkspaces } from '#features/workspaces/reads.ts'
import { systemScope } from '#platform/scope/make.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { CommandError } from './command.ts'

/** The scope of the workspace with this slug. */
export async function scopeOf(slug: string): Promise<SystemScope> {
	const workspace = (await allWorkspaces()).find((one) => one.slug === slug.toLowerCase())
	if (!workspace) throw new CommandError(`There is no workspace "${slug}". List them: npm run cli -- workspace list`)
	return systemScope({ workspaceId: workspace.workspaceId })
}
