import type { Role, StaffScope } from '#platform/scope/scope.ts'

/** Who may look at the portal as a contact sees it. */
export const previewRoles: readonly Role[] = ['owner', 'admin', 'office']

export function mayPreview(scope: StaffScope): boolean {
	return previewRoles.includes(scope.role)
}
