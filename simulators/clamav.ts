import { type AddressInfo, createServer, type Socket } from 'node:net'
import { parseArgs } from 'node:util'

export type ClamavFaults = {
	/** Contents longer than this are cut off with an error, as `StreamMaxLength` does. */
	maxBytes?: number
	/** Takes contents and never answers. */
	silent?: boolean
	/** Closes the connection in place of an answer. */
	closes?: boolean
}

export type ClamavSimulator = { url: string; scanned: number; faults: ClamavFaults; close(): Promise<void> }

/** The string that every scanner takes for a virus; written apart so that this file is not taken for one. */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE', '!$H+H*'].join('')

/** Speaks the INSTREAM command of ClamAV's daemon; finds the EICAR test string and nothing else. */
export async function startClamav(options: { port?: number } = {}): Promise<ClamavSimulator> {
	const sockets = new Set<Socket>()
	const simulator: ClamavSimulator = { url: '', scanned: 0, faults: {}, close }
	const server = createServer((socket) => {
		sockets.add(socket)
		socket.on('close', () => sockets.delete(socket)).on('error', () => {})
		scan(socket, simulator)
	})
	await new Promise<void>((listening, failed) => {
		server.once('error', failed)
		server.listen(options.port ?? 0, '127.0.0.1', () => listening())
	})
	simulator.url = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`
	return simulator

	async function close() {
		for (const socket of sockets) socket.destroy()
		await new Promise((closed) => server.close(closed))
	}
}

const COMMAND = Buffer.from('zINSTREAM\0')

function scan(socket: Socket, simulator: ClamavSimulator) {
	let waiting = Buffer.alloc(0)
	let content = Buffer.alloc(0)
	let begun = false
	socket.on('data', (data) => {
		waiting = Buffer.concat([waiting, data])
		if (!begun && waiting.length >= COMMAND.length) {
			if (!waiting.subarray(0, COMMAND.length).equals(COMMAND)) return socket.end('UNKNOWN COMMAND\0')
			begun = true
			waiting = waiting.subarray(COMMAND.length)
		}
		while (begun && waiting.length >= 4) {
			const length = waiting.readUInt32BE(0)
			if (length === 0) return answer(socket, simulator, content)
			if (waiting.length < 4 + length) return
			content = Buffer.concat([content, waiting.subarray(4, 4 + length)])
			waiting = waiting.subarray(4 + length)
			const { maxBytes = Number.POSITIVE_INFINITY } = simulator.faults
			if (content.length > maxBytes) return socket.end('INSTREAM size limit exceeded. ERROR\0')
		}
	})
}

function answer(socket: Socket, simulator: ClamavSimulator, content: Buffer) {
	simulator.scanned++
	if (simulator.faults.silent) return
	if (simulator.faults.closes) return socket.destroy()
	socket.end(content.includes(EICAR) ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0')
}

if (import.meta.main) {
	const { values } = parseArgs({ options: { port: { type: 'string', default: '3310' } } })
	console.log(`CLAMAV_URL=${(await startClamav({ port: Number(values.port) })).url}`)
}
