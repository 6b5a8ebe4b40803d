import { error } from '@sveltejs/kit'
import { type AccessArea, type ClientScope, mayArea } from '#platform/scope/scope.ts'

/** For a page that lies in several areas at once: it is there for who has all of them. */
export function allOf(scope: ClientScope, ...areas: AccessArea[]): ClientScope {
	if (!areas.every((area) => mayArea(scope, area))) error(404)
	return scope
}
