import { Agent, request } from 'node:http'
import { cpuMs } from './processes.ts'

export interface Figures {
	requestsPerSecond: number
	/** CPU of a request in ms, by who spent it. */
	cpuMs: { total: number } & Record<string, number>
	bytes: number
	/** Time to the last byte under this load, ms. */
	p50: number
	p99: number
}

const atOnce = 8
const agent = new Agent({ keepAlive: true, maxSockets: atOnce })

/** Asks for a page as many people in turn, eight at once; `processes` are those whose CPU it costs. */
export async function measureLoad(
	{ url, cookies, requests }: { url: string; cookies: string[]; requests: number },
	processes: Record<string, () => number[]>,
): Promise<Figures> {
	await run(url, cookies, Math.ceil(requests / 4))
	const cpu = () => Object.entries(processes).map(([name, pids]): [string, number] => [name, cpuMs(pids())])
	const before = Object.fromEntries(cpu())
	const started = performance.now()
	const { bytes, took } = await run(url, cookies, requests)
	const seconds = (performance.now() - started) / 1000
	const spent = cpu().map(([name, ms]): [string, number] => [name, (ms - (before[name] ?? 0)) / requests])
	const total = spent.reduce((sum, [, ms]) => sum + ms, 0)
	return {
		requestsPerSecond: Math.round(requests / seconds),
		cpuMs: { ...Object.fromEntries(spent.map(([name, ms]) => [name, round(ms)])), total: round(total) },
		bytes,
		...quantiles(took),
	}
}

export function quantiles(values: number[]): { p50: number; p99: number } {
	const sorted = values.toSorted((a, b) => a - b)
	const at = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
	return { p50: at(0.5), p99: at(0.99) }
}

export function fetchPage(url: string, cookie = ''): Promise<Buffer> {
	return new Promise((done, fail) => {
		const { port, pathname, search, host } = new URL(url)
		const headers = { host, cookie, accept: 'text/html' }
		const req = request({ host: '127.0.0.1', port, path: pathname + search, headers, agent }, (res) => {
			const pieces: Buffer[] = []
			res.on('data', (piece: Buffer) => pieces.push(piece))
			res.on('end', () => {
				if (res.statusCode === 200) done(Buffer.concat(pieces))
				else fail(new Error(`${url} answered ${res.statusCode}`))
			})
		})
		req.on('error', fail)
		req.end()
	})
}

async function run(url: string, cookies: string[], requests: number): Promise<{ bytes: number; took: number[] }> {
	const took: number[] = []
	let next = 0
	let bytes = 0
	const work = async (): Promise<void> => {
		while (next < requests) {
			const cookie = cookies[next++ % cookies.length]
			const started = performance.now()
			bytes = (await fetchPage(url, cookie)).length
			took.push(performance.now() - started)
		}
	}
	await Promise.all(Array.from({ length: atOnce }, work))
	return { bytes, took }
}

export function round(value: number): number {
	return Math.round(value * 100) / 100
}
