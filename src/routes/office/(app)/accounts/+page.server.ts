import { countAccounts, listAccountSummaries } from '#features/people/accounts/reads.ts'
import { type AccountFilter, accountListQuery } from '#features/people/accounts/schema.ts'
import { countLimit } from '#features/people/contacts/reads.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { PageServerLoad } from './$types'

const pageSize = 50

export const load: PageServerLoad = (event) => {
	const scope = gate.staff(event)
	const query = accountListQuery.parse(Object.fromEntries(event.url.searchParams))
	const { q, kind, portal, archived, sort, dir: direction, after, before, n } = query
	const filter: AccountFilter = { q, kind, portalEnabled: portal && portal === 'on', archived }
	return read(scope, async (reader) => ({
		query: { q, kind, portal, archived, sort, direction, n },
		page: await listAccountSummaries(reader, { filter, sort, direction, after, before, limit: pageSize }),
		counts: await countAccounts(reader, filter, countLimit),
		countLimit,
		pageSize,
	}))
}
