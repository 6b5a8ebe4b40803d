import { openSession } from '#features/access/sessions/writes.ts'
import { write } from '#platform/db/db.ts'
import type { ClientScope, StaffScope } from '#platform/scope/scope.ts'

/** Signs somebody in without the sign-in pages; what comes back is the cookie. */
export async function makeSession(scope: ClientScope | StaffScope): Promise<{ name: string; value: string }> {
	const client = scope.kind === 'client'
	const who = client
		? ({ type: 'contact', id: scope.contactId, method: 'code' } as const)
		: ({ type: 'member', id: scope.memberId, method: 'password' } as const)
	const { token } = await write(scope, (writer) => openSession(writer, who, { ip: '127.0.0.1', userAgent: 'tests' }))
	return { name: client ? 'portal_session' : 'office_session', value: token }
}
