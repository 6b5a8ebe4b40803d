import { toGeoJson } from '#features/drawings/rules.ts'
import { downloadHeaders } from '#platform/files/download.ts'
import { drawnOf } from '../../../../../../../front-door/drawings.ts'
import * as gate from '../../../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** The planes with their measures (RFC 7946). */
export const GET: RequestHandler = async (event) => {
	const scope = gate.staff(event, gate.office, 'projects')
	const { planes, filename } = await drawnOf(scope, event.params.id)
	return new Response(JSON.stringify(toGeoJson(planes), null, '\t'), {
		headers: downloadHeaders({ filename: `${filename}.geojson`, contentType: 'application/geo+json', inline: false }),
	})
}
