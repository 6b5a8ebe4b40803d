import { visitsAhead, visitsBehind } from '#features/visits/reads.ts'
import { visitView } from '#features/visits/views/rules.ts'
import { now } from '#platform/clock/clock.ts'
import { read } from '#platform/db/db.ts'
import { decodeCursor } from '#platform/paging/cursor.ts'
import * as gate from '../../../front-door/gate.ts'
import { viewOf } from '../../../front-door/narrowing.ts'
import type { PageServerLoad } from './$types'

const most = 50
const page = 20

export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event, 'visits')
	const { workspace, locale } = event.locals
	const view = await viewOf(event, scope)
	const after = decodeCursor(event.url.searchParams.get('before'))
	const { ahead, behind } = await read(view.scope, async (reader) => ({
		ahead: after ? [] : await visitsAhead(reader, most),
		behind: await visitsBehind(reader, { after, limit: page }),
	}))
	const [place, at] = [{ locale, timeZone: workspace.timeZone }, now()]
	return {
		several: view.accounts.length > 1 && !view.account,
		ahead: ahead.map((visit) => visitView(visit, place, at)),
		behind: behind.data.map((visit) => visitView(visit, place, at)),
		older: behind.nextCursor,
		first: after === null,
	}
}
