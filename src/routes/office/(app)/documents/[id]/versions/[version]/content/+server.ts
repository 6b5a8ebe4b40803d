import { error } from '@sveltejs/kit'
import { findDocument } from '#features/documents/reads.ts'
import { downloadName } from '#features/documents/rules.ts'
import { versionsOf } from '#features/documents/versions/reads.ts'
import { theApp } from '#platform/app/app.ts'
import { read } from '#platform/db/db.ts'
import { serveFile } from '#platform/files/serve.ts'
import * as gate from '../../../../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** An earlier content, to be saved. */
export const GET: RequestHandler = async (event) => {
	const scope = gate.staff(event)
	const { params, request } = event
	const found = await read(scope, async (reader) => {
		const document = await findDocument(reader, params.id)
		const versions = document ? await versionsOf(reader, document) : []
		const version = versions.find((one) => String(one.version) === params.version)
		return document && version ? { ...version, title: document.title } : null
	})
	if (!found) error(404)
	const file = { ...found, key: found.storageKey, filename: downloadName(found), inline: false }
	return (await serveFile(request, theApp().storage, file)) ?? error(503)
}
