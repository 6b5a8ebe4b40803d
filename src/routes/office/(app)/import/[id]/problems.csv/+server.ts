import { Readable } from 'node:stream'
import { error } from '@sveltejs/kit'
import { problemFile } from '#features/imports/outcomes/rules.ts'
import { flawedRows, importById } from '#features/imports/reads.ts'
import { read } from '#platform/db/db.ts'
import { downloadHeaders } from '#platform/files/download.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** The rows with remarks, in the file's own columns, to be corrected and brought again. */
export const GET: RequestHandler = async (event) => {
	const scope = gate.staff(event)
	const record = await read(scope, (reader) => importById(reader, event.params.id))
	if (!record || record.fileRemovedAt) error(404)
	const lines = problemFile(record.headers, flawedRows(scope, record), event.locals.locale)
	const filename = `${record.fileName.replace(/\.[^.]*$/, '')}-${record.id.slice(-6)}.csv`
	return new Response(Readable.toWeb(Readable.from(lines)) as ReadableStream, {
		headers: downloadHeaders({ filename, contentType: 'text/csv', inline: false }),
	})
}
