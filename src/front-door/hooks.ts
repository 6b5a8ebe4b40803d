import type { RequestEvent } from '@sveltejs/kit'
import type { Workspace } from '#features/workspaces/tables.ts'
import { systemScope } from '#platform/scope/make.ts'
import type { SystemScope } from '#platform/scope/scope.ts'

/** For another service that has proven by its signature who it is: it reports to the product, not to a person. */
export function hookScope({ locals }: Pick<RequestEvent, 'locals'>): SystemScope {
	return hookScopeOf(locals.workspace)
}

/** The same for a service of the whole installation, which reports to one company after the other. */
export function hookScopeOf({ workspaceId }: Pick<Workspace, 'workspaceId'>): SystemScope {
	return systemScope({ workspaceId })
}
