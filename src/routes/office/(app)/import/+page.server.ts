import { wholeProblemText } from '#features/imports/outcomes/rules.ts'
import { latestImports } from '#features/imports/reads.ts'
import { refusedUpload } from '#features/imports/schema.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.staff(event)
	const imports = await read(scope, (reader) => latestImports(reader))
	const refused = refusedUpload.safeParse(event.url.searchParams.get('refused')).data
	return {
		imports: imports.map(({ id, fileName, status, total, createdAt }) => ({ id, fileName, status, total, createdAt })),
		refused: refused ? wholeProblemText({ code: refused }, event.locals.locale) : null,
	}
}
