import { error, json } from '@sveltejs/kit'
import { moreOfColumn } from '#features/projects/board/reads.ts'
import { read } from '#platform/db/db.ts'
import { decodeCursor } from '#platform/paging/cursor.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** How a column of the board goes on. */
export const GET: RequestHandler = async (event) => {
	const scope = gate.staff(event, gate.office, 'projects')
	const { searchParams } = event.url
	const after = decodeCursor(searchParams.get('after'))
	if (!after?.[0] || Number.isNaN(Date.parse(after[0]))) error(400)
	const flow = searchParams.get('flow') ?? ''
	const stage = searchParams.get('stage') ?? ''
	return json(await read(scope, (reader) => moreOfColumn(reader, flow, stage, after)))
}
