import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An HTTP server on the loopback address; closing it ends open connections too. */
export async function listen(handler: (request: IncomingMessage, response: ServerResponse) => Promise<void>, port = 0) {
	const listener: RequestListener = (request, response) => {
		handler(request, response).catch((error: unknown) => {
			if (!response.headersSent) response.writeHead(500)
			response.end(String(error))
		})
	}
	const server = createServer(listener)
	await new Promise<void>((listening, failed) => {
		server.once('error', failed)
		server.listen(port, '127.0.0.1', () => listening())
	})
	const { port: bound } = server.address() as AddressInfo
	return {
		url: `http://127.0.0.1:${bound}`,
		close: () =>
			new Promise<void>((closed) => {
				server.close(() => closed())
				server.closeAllConnections()
			}),
	}
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = []
	for await (const chunk of request) chunks.push(chunk)
	return Buffer.concat(chunks)
}
