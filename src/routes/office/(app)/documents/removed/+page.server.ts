import { documentTable } from '#features/documents/lists/reads.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.staff(event)
	const table = await read(scope, (reader) => documentTable(reader, event.url.searchParams, { removed: true }))
	return { table }
}
