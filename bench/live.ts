import { Agent, request } from 'node:http'
import { quantiles, round } from './load.ts'
import { cpuMs } from './processes.ts'
import type { Person } from './seed.ts'
import type { Server } from './server.ts'

/** Messages a second, far more than a busy company writes. */
const rate = 50
const agent = new Agent({ keepAlive: true, maxSockets: 16 })

/**
 * Every person holds an event stream open, as its phone does; then messages are sent at a steady rate, one in each
 * conversation in turn. The delay is from the start of the sending request to the news on the stream.
 */
export async function measureDelivery(
	server: Server,
	people: Person[],
	count: number,
	processes: () => number[],
): Promise<object> {
	const hears = new Map<string, () => void>()
	const lines = await Promise.all(people.map((person) => listen(server, person, () => hears.get(person.cookie)?.())))
	const delays: number[] = []
	const before = cpuMs(processes())
	const sent: Promise<void>[] = []
	for (let i = 0; i < count; i++) {
		const person = people[i % people.length]
		if (person) sent.push(deliver(person))
		await new Promise((done) => setTimeout(done, 1000 / rate))
	}
	await Promise.all(sent)
	const spent = (cpuMs(processes()) - before) / count
	for (const line of lines) line.close()
	return { connected: people.length, messages: count, perSecond: rate, cpuMs: round(spent), delayMs: quantiles(delays) }

	async function deliver(person: Person): Promise<void> {
		const heard = Promise.withResolvers<void>()
		hears.set(person.cookie, heard.resolve)
		const started = performance.now()
		await Promise.all([post(server, person), heard.promise])
		delays.push(performance.now() - started)
	}
}

function listen(server: Server, { cookie }: Person, hear: () => void): Promise<{ close(): void }> {
	const { port, host, pathname } = new URL(server.urlOf('/live'))
	return new Promise((open, fail) => {
		const headers = { host, cookie, accept: 'text/event-stream' }
		const req = request({ host: '127.0.0.1', port, path: pathname, headers }, (res) => {
			if (res.statusCode !== 200) fail(new Error(`the stream answered ${res.statusCode}`))
			res.setEncoding('utf8').on('data', (text: string) => {
				if (text.includes('event: open')) open({ close: () => req.destroy() })
				if (text.includes('"message.sent"')) hear()
			})
			res.on('error', () => {})
		})
		req.on('error', fail)
		req.end()
	})
}

function post(server: Server, { cookie, conversationId }: Person): Promise<void> {
	const { port, host, pathname } = new URL(server.urlOf(`/messages/${conversationId}/posts`))
	return new Promise((done, fail) => {
		const headers = { host, cookie, 'content-type': 'application/json', accept: 'application/json' }
		const req = request({ host: '127.0.0.1', port, path: pathname, method: 'POST', headers, agent }, (res) => {
			res.resume().on('end', () => (res.statusCode === 200 ? done() : fail(new Error(`answered ${res.statusCode}`))))
		})
		req.on('error', fail)
		req.end(JSON.stringify({ body: 'Is Tuesday still right?' }))
	})
}
