import { Readable } from 'node:stream'
import { evidence } from '#features/terms/reads.ts'
import { evidenceCsv } from '#features/terms/rules.ts'
import { downloadHeaders } from '#platform/files/download.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** Who accepted which text, when and from where. */
export const GET: RequestHandler = (event) => {
	const scope = gate.manager(event)
	return new Response(Readable.toWeb(Readable.from(evidenceCsv(evidence(scope)))) as ReadableStream, {
		headers: downloadHeaders({ filename: 'terms-evidence.csv', contentType: 'text/csv', inline: false }),
	})
}
