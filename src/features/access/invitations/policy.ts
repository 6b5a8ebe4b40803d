import type { CompanyScope } from '#platform/scope/scope.ts'

/** Who may invite, suspend and reinstate: the office, not technicians; a key with the right to change contacts. */
export function mayManageAccess(scope: CompanyScope): boolean {
	if (scope.kind === 'staff') return scope.role !== 'technician'
	return scope.kind === 'system' || scope.grants.includes('contacts:write')
}
