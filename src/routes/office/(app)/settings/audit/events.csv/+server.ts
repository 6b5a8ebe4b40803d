import { wholeLog } from '#features/audit/log/reads.ts'
import { cellsOf, columnsOf } from '#features/audit/log/rules.ts'
import { auditQuery } from '#features/audit/schema.ts'
import { csvFile, csvStream } from '#platform/csv/csv.ts'
import { downloadHeaders } from '#platform/files/download.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** The log as the page's filters show it, whole. */
export const GET: RequestHandler = (event) => {
	const scope = gate.manager(event)
	const { locale, workspace } = event.locals
	const { after: _, ...filter } = auditQuery.parse(Object.fromEntries(event.url.searchParams))
	async function* rows() {
		for await (const entries of wholeLog(scope, filter, workspace.timeZone)) {
			yield entries.map((entry) => cellsOf(entry, locale))
		}
	}
	return new Response(csvStream(csvFile(columnsOf(locale), rows())), {
		headers: downloadHeaders({ filename: 'audit-log.csv', contentType: 'text/csv', inline: false }),
	})
}
