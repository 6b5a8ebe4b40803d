import { error, type RequestEvent } from '@sveltejs/kit'
import { isMachine } from '#features/access/directLinks/rules.ts'
import { noteOpening } from '#features/access/directLinks/writes.ts'
import { findPicture } from '#features/documents/pictures/reads.ts'
import { type DocumentItem, findDocument } from '#features/documents/reads.ts'
import { downloadName } from '#features/documents/rules.ts'
import { noteView } from '#features/documents/views/writes.ts'
import { theApp } from '#platform/app/app.ts'
import { read } from '#platform/db/db.ts'
import { serveFile } from '#platform/files/serve.ts'
import type { ClientScope, LinkScope, StaffScope } from '#platform/scope/scope.ts'

type Event = Pick<RequestEvent, 'request' | 'url'>
type Scope = ClientScope | LinkScope | StaffScope

/** The content behind a document's id, for whoever may see it; to be saved with `?download`. A client's look is noted, and so is one through a direct link. */
export async function content({ request, url }: Event, scope: Scope, id: string): Promise<Response> {
	const document = await find(scope, id)
	const inline = !url.searchParams.has('download')
	const file = { ...document, key: document.storageKey, filename: downloadName(document), inline }
	const response = await serveFile(request, theApp().storage, file)
	if (!response) error(503)
	if (scope.kind === 'client' && isLook(request, response)) await noteView(scope, document)
	if (scope.kind === 'link' && isLook(request, response) && !isMachine(request))
		await noteOpening(scope, { type: 'document', title: document.title, accountId: document.accountId, document })
	return response
}

/** A document's small picture; 404 where there is none. */
export async function thumbnail({ request }: Event, scope: Scope, id: string): Promise<Response> {
	const document = await find(scope, id)
	return (await made(request, document.thumbnailKey)) ?? error(404)
}

/** A picture at the size of a screen; the picture itself until that is made. A client's look is noted. */
export async function display(event: Event, scope: ClientScope | StaffScope, id: string): Promise<Response> {
	const picture = await read(scope, (reader) => findPicture(reader, id))
	if (!picture) error(404)
	const response = await made(event.request, picture.displayKey)
	if (!response) return content(event, scope, id)
	if (scope.kind === 'client' && isLook(event.request, response)) await noteView(scope, picture)
	return response
}

async function made(request: Request, key: string | null): Promise<Response | null> {
	const stat = key && (await theApp().storage.stat(key))
	if (!key || !stat) return null
	const file = { key, size: stat.size, contentType: 'image/webp', filename: 'picture.webp', inline: true }
	return serveFile(request, theApp().storage, { ...file, sha256: key.slice(-32) })
}

async function find(scope: Scope, id: string): Promise<DocumentItem> {
	return (await read(scope, (reader) => findDocument(reader, id))) ?? error(404)
}

/** Not a question about the size, nor the later parts of what is already being read, nor what a browser loads ahead. */
function isLook(request: Request, response: Response): boolean {
	if (request.headers.get('sec-purpose')?.includes('prefetch')) return false
	return request.method === 'GET' && response.status < 400 && !/^bytes=[1-9]/.test(request.headers.get('range') ?? '')
}
