import { areasSeen, linkedBy } from '#features/access/rules.ts'
import type { Workspace } from '#features/workspaces/tables.ts'
import type { AccessArea } from '#platform/scope/scope.ts'

interface ContactFacts {
	/** As they are ticked. */
	areas: readonly AccessArea[]
	accountIds: readonly string[]
	siteIds: readonly string[]
	projectIds: readonly string[]
}

/** The one place where it is decided which areas there are for whom: every scope of a contact is made with it. */
export function areasFor({ settings }: Workspace, facts: ContactFacts): AccessArea[] {
	return areasSeen(facts.areas, { ...linkedBy(facts), modules: settings.modules })
}
