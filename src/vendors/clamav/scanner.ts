import { connect, type Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'

export type Scanner = {
	/** False when something bad was found. Rejects when the scanner gives no verdict: nothing passes unseen. */
	isClean(content: Readable): Promise<boolean>
}

/** Has contents looked at by ClamAV's daemon, `tcp://host:3310` or `unix:///path`, by its INSTREAM command. */
export function createScanner({ url, timeoutMs = 60_000 }: { url: string; timeoutMs?: number }): Scanner {
	const { protocol, hostname, port, pathname } = new URL(url)
	const place =
		protocol === 'unix:'
			? { path: decodeURIComponent(pathname) }
			: { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 3310) }
	return {
		isClean: async (content) => {
			const socket = connect(place)
			socket.setTimeout(timeoutMs, () => socket.destroy(new Error('The virus scanner does not answer')))
			try {
				const [answer] = await Promise.all([text(socket), send(socket, content)])
				return readVerdict(answer)
			} finally {
				socket.destroy()
			}
		},
	}
}

async function send(socket: Socket, content: Readable) {
	socket.write('zINSTREAM\0')
	for await (const chunk of content) {
		// It stops listening once it knows enough, and then closes.
		if (!socket.writable) return
		await write(socket, framed(chunk))
	}
	if (socket.writable) await write(socket, Buffer.alloc(4))
}

function framed(chunk: Buffer): Buffer {
	const length = Buffer.alloc(4)
	length.writeUInt32BE(chunk.length)
	return Buffer.concat([length, chunk])
}

function write(socket: Socket, bytes: Buffer): Promise<void> {
	// A refused write shows in the answer, or in its absence.
	return new Promise((done) => socket.write(bytes, () => done()))
}

function readVerdict(answer: string): boolean {
	const verdict = answer.replace(/\0/g, '').trim()
	if (verdict.endsWith('OK')) return true
	if (verdict.endsWith('FOUND')) return false
	throw new Error(`The virus scanner gives no verdict: ${verdict.slice(0, 200) || 'no answer'}`)
}
