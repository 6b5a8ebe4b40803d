import { type IncomingHttpHeaders, request } from 'node:http'

export interface Answer {
	status: number
	headers: IncomingHttpHeaders
	text: string
	bytes: Buffer
	json<T>(): T
}
export interface Cookie {
	name: string
	value: string
}
export interface Ask {
	method?: string
	cookie?: Cookie
	headers?: Record<string, string>
	/** An object travels as JSON, bytes as they are, a `FormData` as a form with files, `URLSearchParams` as a plain form. */
	body?: FormData | URLSearchParams | object
	/** In place of a body: sent as they are, under the type that `headers` name. */
	bytes?: Buffer
}

/** Asks one of our servers; names below `localhost` need not resolve on this machine. Redirects are not followed. */
export async function ask(address: string, { method, cookie, headers = {}, body, bytes }: Ask = {}): Promise<Answer> {
	const url = new URL(address)
	const sent = bytes ? { type: null, bytes } : await encode(body)
	return new Promise((done, fail) => {
		const req = request(
			{
				host: '127.0.0.1',
				port: url.port,
				path: url.pathname + url.search,
				method: method ?? (body === undefined ? 'GET' : 'POST'),
				headers: {
					host: url.host,
					...(cookie ? { cookie: `${cookie.name}=${cookie.value}` } : {}),
					...(sent.type ? { 'content-type': sent.type } : {}),
					...(sent.bytes.length > 0 ? { 'content-length': String(sent.bytes.length) } : {}),
					...headers,
				},
			},
			(res) => {
				const pieces: Buffer[] = []
				res.on('data', (piece: Buffer) => pieces.push(piece))
				res.on('error', fail)
				res.on('end', () => {
					const answer = Buffer.concat(pieces)
					const text = answer.toString()
					const { statusCode: status = 0, headers } = res
					done({ status, headers, text, bytes: answer, json: () => JSON.parse(text) })
				})
			},
		)
		req.on('error', fail)
		req.end(sent.bytes)
	})
}

async function encode(body: Ask['body']): Promise<{ type: string | null; bytes: Buffer }> {
	if (body === undefined) return { type: null, bytes: Buffer.alloc(0) }
	if (Buffer.isBuffer(body)) return { type: 'application/octet-stream', bytes: body }
	if (!(body instanceof FormData) && !(body instanceof URLSearchParams)) {
		return { type: 'application/json', bytes: Buffer.from(JSON.stringify(body)) }
	}
	const encoded = new Response(body)
	return { type: encoded.headers.get('content-type'), bytes: Buffer.from(await encoded.arrayBuffer()) }
}
