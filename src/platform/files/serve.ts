import { Readable } from 'node:stream'
import { downloadHeaders } from './download.ts'
import type { Range, Storage } from './storage.ts'

export interface Served {
	key: string
	size: number
	/** Of the content; browsers that still have it need not get it again. */
	sha256: string
	contentType: string
	filename: string
	/** A wish; only types that are safe to show in a page get it. */
	inline: boolean
}

/**
 * Answers a GET or HEAD for a stored file, whole or the part that was asked for. Caches must ask again
 * each time, so that whoever may no longer see it does not. Null when the storage has lost the content.
 */
export async function serveFile(request: Request, storage: Storage, file: Served): Promise<Response | null> {
	const etag = `"${file.sha256}"`
	const headers = new Headers({
		...downloadHeaders(file),
		etag,
		'accept-ranges': 'bytes',
		'cache-control': 'private, no-cache',
	})
	if (matches(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })
	const range = rangeOf(request, etag, file.size)
	if (range === 'unsatisfiable') {
		headers.set('content-range', `bytes */${file.size}`)
		return new Response(null, { status: 416, headers })
	}
	const { start, end } = { start: 0, end: file.size - 1, ...range }
	headers.set('content-length', String(end - start + 1))
	if (range) headers.set('content-range', `bytes ${start}-${end}/${file.size}`)
	const status = range ? 206 : 200
	if (request.method === 'HEAD') return new Response(null, { status, headers })
	const content = await storage.get(file.key, range ?? undefined)
	return content && new Response(Readable.toWeb(content) as ReadableStream<Uint8Array>, { status, headers })
}

function matches(header: string | null, etag: string): boolean {
	const tags = header?.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
	return tags?.some((tag) => tag === '*' || tag === etag) ?? false
}

/** Null for the whole content: nothing, several parts, or something unknown was asked for, or it has changed since. */
function rangeOf(request: Request, etag: string, size: number): Required<Range> | 'unsatisfiable' | null {
	const condition = request.headers.get('if-range')
	if (condition !== null && condition !== etag) return null
	const found = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get('range') ?? '')
	if (!found || (!found[1] && !found[2])) return null
	const last = size - 1
	const start = found[1] ? Number(found[1]) : Math.max(0, size - Number(found[2]))
	const end = found[1] && found[2] ? Math.min(Number(found[2]), last) : last
	if (found[1] && found[2] && Number(found[2]) < start) return null
	return start > last || (!found[1] && Number(found[2]) === 0) ? 'unsatisfiable' : { start, end }
}
