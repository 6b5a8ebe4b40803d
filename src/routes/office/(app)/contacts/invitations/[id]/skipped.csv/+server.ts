import { Readable } from 'node:stream'
import { error } from '@sveltejs/kit'
import { everySkipped, findRun } from '#features/access/invitations/runs/reads.ts'
import { m } from '#messages'
import { read } from '#platform/db/db.ts'
import { csvLine } from '#platform/files/csv.ts'
import { downloadHeaders } from '#platform/files/download.ts'
import type { StaffScope } from '#platform/scope/scope.ts'
import * as gate from '../../../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** Everybody who was skipped, with the reason. */
export const GET: RequestHandler = async (event) => {
	const scope = gate.staff(event)
	const run = await read(scope, (reader) => findRun(reader, event.params.id))
	if (!run) error(404)
	const filename = `${m.access_run_skipped()}-${run.id.slice(-6)}.csv`
	return new Response(Readable.toWeb(Readable.from(lines(scope, run.id))) as ReadableStream, {
		headers: downloadHeaders({ filename, contentType: 'text/csv', inline: false }),
	})
}

async function* lines(scope: StaffScope, id: string): AsyncGenerator<string> {
	yield `\uFEFF${csvLine(['id', 'first name', 'last name', 'e-mail', 'phone', 'reason'])}`
	for await (const one of everySkipped(scope, id)) {
		const { contactId, firstName, lastName, email, phone, reason } = one
		yield csvLine([contactId, firstName, lastName, email ?? '', phone ?? '', m.people_reason_short({ reason })])
	}
}
