import type { RequestEvent } from '@sveltejs/kit'
import { systemScope } from '#platform/scope/make.ts'
import type { SystemScope } from '#platform/scope/scope.ts'

/** For another service that has proven by its signature who it is: it reports to the product, not to a person. */
export function hookScope({ locals }: Pick<RequestEvent, 'locals'>): SystemScope {
	return systemScope({ workspaceId: locals.workspace.workspaceId })
}
