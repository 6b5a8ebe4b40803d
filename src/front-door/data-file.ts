import { error, type RequestEvent } from '@sveltejs/kit'
import { findDataExport } from '#features/privacy/exports/reads.ts'
import { noteDownload } from '#features/privacy/exports/writes.ts'
import { theApp } from '#platform/app/app.ts'
import { read } from '#platform/db/db.ts'
import { serveFile } from '#platform/files/serve.ts'
import type { ClientScope, StaffScope } from '#platform/scope/scope.ts'

/** Hands out the gathered data of a person; not there for anybody else, nor when its time is over. */
export async function dataFile(
	event: Pick<RequestEvent, 'request'>,
	scope: ClientScope | StaffScope,
	id: string,
): Promise<Response> {
	// Who looks at the portal as a client does not take along all that is kept of it.
	if (scope.kind === 'client' && scope.preview) error(404)
	const found = await read(scope, (reader) => findDataExport(reader, id))
	if (found?.status !== 'ready' || !found.fileKey) error(404)
	const file = {
		key: found.fileKey,
		size: found.fileSize ?? 0,
		sha256: found.id,
		contentType: 'application/zip',
		filename: `data-${found.createdAt.toISOString().slice(0, 10)}.zip`,
		inline: false,
	}
	const response = await serveFile(event.request, theApp().storage, file)
	if (!response) error(404)
	if (event.request.method === 'GET' && response.status === 200) await noteDownload(scope, found)
	return response
}
