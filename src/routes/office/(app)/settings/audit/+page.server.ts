import { listApiKeys } from '#features/access/apiKeys/reads.ts'
import { listMembers } from '#features/access/members/reads.ts'
import { auditLog } from '#features/audit/log/reads.ts'
import { eventGroups } from '#features/audit/rules.ts'
import { auditQuery } from '#features/audit/schema.ts'
import { findAccount } from '#features/people/accounts/reads.ts'
import { findContact } from '#features/people/contacts/reads.ts'
import { displayName } from '#features/people/rules.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { PageServerLoad } from './$types'

const pageSize = 50

export const load: PageServerLoad = async (event) => {
	const scope = gate.manager(event)
	const { timeZone } = event.locals.workspace
	const query = auditQuery.parse(Object.fromEntries(event.url.searchParams))
	const { after, ...filter } = query
	return read(scope, async (reader) => {
		const page = await auditLog(reader, filter, { timeZone, before: after, limit: pageSize })
		const contact = filter.contact ? await findContact(reader, filter.contact) : null
		const account = filter.account ? await findAccount(reader, filter.account) : null
		const keys = await listApiKeys(reader)
		return {
			query,
			...page,
			groups: eventGroups,
			members: (await listMembers(reader)).map(({ id, name, email }) => ({ id, name: name || email })),
			keys: keys.map(({ id, name }) => ({ id, name })),
			only: { contact: contact && displayName(contact), account: account?.name },
		}
	})
}
