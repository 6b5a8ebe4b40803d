import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { flags } from '../bin/steps/flags.mjs'

const program = `
const pieces = []
process.stdin.on('data', (piece) => pieces.push(piece)).on('end', () => {
	const page = Buffer.concat(pieces)
	require('node:http')
		.createServer((req, res) => res.writeHead(200, { 'content-type': 'text/html' }).end(page))
		.listen(0, '127.0.0.1', function () { console.log(this.address().port) })
})`

/** The least that an answer of these bytes can cost in Node: a process of its own that does nothing else. */
export async function startFloor(page: Buffer): Promise<{ url: string; pid: number; stop(): void }> {
	const child = spawn(process.execPath, [...flags, '-e', program], { stdio: ['pipe', 'pipe', 'inherit'] })
	child.stdin.end(page)
	const [port] = await once(child.stdout, 'data')
	return { url: `http://127.0.0.1:${String(port).trim()}/`, pid: child.pid ?? 0, stop: () => child.kill('SIGKILL') }
}
