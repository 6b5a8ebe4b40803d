import { accountOf, documentTable } from '#features/documents/lists/reads.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.staff(event)
	const { searchParams } = event.url
	const accountId = searchParams.get('account') ?? undefined
	return read(scope, async (reader) => ({
		table: await documentTable(reader, searchParams, { accountId }),
		account: accountId ? await accountOf(reader, accountId) : null,
	}))
}
