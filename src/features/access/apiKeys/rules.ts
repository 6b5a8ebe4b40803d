/** The resources of the public API; a key carries `RESOURCE:read` and `RESOURCE:write` of those it needs. */
export const apiResources = [
	'workspace',
	'members',
	'accounts',
	'sites',
	'contacts',
	'flows',
	'projects',
	'documents',
	'document-requests',
	'visits',
	'work-orders',
	'action-items',
	'action-item-templates',
	'conversations',
	'messages',
	'events',
	'deliveries',
	'imports',
	'direct-links',
] as const

export const allGrants: string[] = apiResources.flatMap((resource) => [`${resource}:read`, `${resource}:write`])

/** Those of the wanted grants that do not exist. */
export function unknownGrants(wanted: readonly string[]): string[] {
	return wanted.filter((grant) => !allGrants.includes(grant))
}
