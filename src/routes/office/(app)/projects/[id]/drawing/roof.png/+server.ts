import { pngOf } from '#features/drawings/pictures/reads.ts'
import { downloadHeaders } from '#platform/files/download.ts'
import { drawnOf, unitOf } from '../../../../../../../front-door/drawings.ts'
import * as gate from '../../../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** The planes as a picture, north up. */
export const GET: RequestHandler = async (event) => {
	const scope = gate.staff(event, gate.office, 'projects')
	const { planes, filename } = await drawnOf(scope, event.params.id)
	const png = await pngOf(planes, { unit: unitOf(event), locale: event.locals.locale })
	return new Response(new Uint8Array(png), {
		headers: downloadHeaders({ filename: `${filename}.png`, contentType: 'image/png', inline: false }),
	})
}
