import { request } from 'node:http'

export interface LiveLine {
	status: number
	/** Resolves with the first block that comes and matches, those that came before included. */
	until(matches: (block: string) => boolean): Promise<string>
	/** Resolves when the server ends the stream or the connection is lost. */
	ended: Promise<void>
	close(): void
}

/** Opens an event stream as a browser would, and keeps what comes. */
export function openLine(address: string, cookie: { name: string; value: string }): Promise<LiveLine> {
	const url = new URL(address)
	return new Promise((opened, fail) => {
		const headers = { host: url.host, cookie: `${cookie.name}=${cookie.value}`, accept: 'text/event-stream' }
		const req = request({ host: '127.0.0.1', port: url.port, path: url.pathname, headers }, (res) => {
			let text = ''
			const waiting = new Set<() => void>()
			const ended = new Promise<void>((done) => res.once('close', done))
			res.setEncoding('utf8').on('data', (piece: string) => {
				text += piece
				for (const look of waiting) look()
			})
			res.on('error', () => {})
			const until = (matches: (block: string) => boolean): Promise<string> =>
				new Promise((found, lost) => {
					const look = (): void => {
						const block = text.split('\n\n').slice(0, -1).find(matches)
						if (block === undefined) return
						waiting.delete(look)
						found(block)
					}
					waiting.add(look)
					void ended.then(() => lost(new Error(`the stream ended; it had said:\n${text}`)))
					look()
				})
			opened({ status: res.statusCode ?? 0, until, ended, close: () => req.destroy() })
		})
		req.on('error', fail)
		req.end()
	})
}
