import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeContact } from '#support/contact.ts'
import { openDatabase } from '#support/open-database.ts'
import { thePool, write } from '../db/db.ts'
import { announce, type EventType } from '../events/insert.ts'
import { systemScope } from '../scope/make.ts'
import type { ClientScope } from '../scope/scope.ts'
import { newsForClient } from './audience.ts'
import { listenerCount, openHub } from './hub.ts'
import { liveStream, type StreamOptions } from './stream.ts'

const database = openDatabase()
let hub: { close(): Promise<void> }
beforeAll(async () => {
	hub = await openHub(database.url)
})
afterAll(() => hub.close())

function open(scope: ClientScope, change: Partial<StreamOptions<ClientScope>> = {}) {
	const options = {
		scope,
		session: scope.contactId,
		newsFor: newsForClient,
		again: async () => scope,
		stopping: new AbortController().signal,
		...change,
	}
	const response = liveStream<ClientScope>(options)
	const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader()
	const decoder = new TextDecoder()
	let buffer = ''
	/** The next block of the stream; null at its end. */
	async function next(): Promise<string | null> {
		for (;;) {
			const end = buffer.indexOf('\n\n')
			if (end >= 0) {
				const block = buffer.slice(0, end)
				buffer = buffer.slice(end + 2)
				return block
			}
			const { value, done } = await reader.read()
			if (done) return null
			buffer += decoder.decode(value, { stream: true })
		}
	}
	return { response, next, cancel: () => reader.cancel() }
}

const emit = (scope: ClientScope, type: EventType, contactId: string) =>
	write(scope, ({ emit: tell }) => tell({ type, subject: { type: 'contact', id: contactId }, contactId }))
const newsIn = (block: string | null) => JSON.parse(block?.replace(/^data: /, '') ?? 'null')

test('MSG-1: each hears its own, across workspaces and contacts', async () => {
	const [maya, tom, ana] = [await makeContact(), await makeContact(), await makeContact()]
	const streams = [open(maya.scope), open(tom.scope)]
	for (const stream of streams) expect(await stream.next()).toContain('event: open')
	await emit(ana.scope, 'message.sent', ana.id)
	await emit(tom.scope, 'message.sent', maya.id)
	await emit(maya.scope, 'message.sent', maya.id)
	await emit(tom.scope, 'message.sent', tom.id)
	const heard = await Promise.all(streams.map((stream) => stream.next()))
	expect(heard.map((block) => newsIn(block).id)).toEqual([maya.id, tom.id])
	await Promise.all(streams.map((stream) => stream.cancel()))
})

test('ACC-10: the stream ends with the session, and only then', async () => {
	const maya = await makeContact()
	let signedIn = true
	const stream = open(maya.scope, { again: async () => (signedIn ? maya.scope : null) })
	await stream.next()
	await emit(maya.scope, 'session.ended', maya.id)
	await emit(maya.scope, 'message.sent', maya.id)
	expect(newsIn(await stream.next()).type).toBe('message.sent')
	signedIn = false
	await emit(maya.scope, 'session.ended', maya.id)
	expect(await stream.next()).toContain('event: ended')
	expect(await stream.next()).toBeNull()
})

test('ACC-8: an access area that was taken away is silent at once', async () => {
	const maya = await makeContact()
	const stream = open(maya.scope, { again: async () => ({ ...maya.scope, areas: [] }) })
	await stream.next()
	await emit(maya.scope, 'contact.accessChanged', maya.id)
	expect(newsIn(await stream.next()).type).toBe('contact.accessChanged')
	await emit(maya.scope, 'message.sent', maya.id)
	await emit(maya.scope, 'contact.updated', maya.id)
	expect(newsIn(await stream.next()).type).toBe('contact.updated')
	await stream.cancel()
})

test('MSG-1: a reader that is too slow is told to read again, once, and then hears on', async () => {
	const maya = await makeContact()
	const stream = open(maya.scope)
	for (let i = 0; i < 200; i++) {
		await announce(thePool(), { w: maya.scope.workspaceId, t: 'message.typing', s: `${i}`, c: maya.id })
	}
	await whenHeard(maya.scope)
	const blocks: string[] = []
	while (!blocks.at(-1)?.includes('event: reread')) blocks.push((await stream.next()) ?? 'end')
	expect(blocks.length).toBeLessThan(80)
	await announce(thePool(), { w: maya.scope.workspaceId, t: 'message.typing', s: 'after', c: maya.id })
	expect(newsIn(await stream.next()).id).toBe('after')
	await stream.cancel()
})

/** Resolves once everything announced so far went through the hub: a second listener has heard a later word. */
async function whenHeard(scope: ClientScope): Promise<void> {
	const marker = open(scope, {
		session: 'marker',
		newsFor: (_, hint) => (hint.s === 'marker' ? { type: '', id: '', mine: true } : null),
	})
	await marker.next()
	await announce(thePool(), { w: scope.workspaceId, t: 'marker', s: 'marker' })
	await marker.next()
	await marker.cancel()
}

test('MSG-1: a session has so many streams and no more; one that goes makes room', async () => {
	const maya = await makeContact()
	const before = listenerCount()
	const two = [open(maya.scope, { perSession: 2 }), open(maya.scope, { perSession: 2 })]
	expect(open(maya.scope, { perSession: 2 }).response.status).toBe(429)
	await two[0]?.cancel()
	const again = open(maya.scope, { perSession: 2 })
	expect(again.response.status).toBe(200)
	await Promise.all([two[1], again].map((stream) => stream?.cancel()))
	expect(listenerCount()).toBe(before)
})

test('MSG-1: streams end when the process is asked to stop, and no new ones begin', async () => {
	const maya = await makeContact()
	const stopping = new AbortController()
	const stream = open(maya.scope, { stopping: stopping.signal })
	await stream.next()
	stopping.abort()
	expect(await stream.next()).toBeNull()
	expect(open(maya.scope, { stopping: stopping.signal }).response.status).toBe(503)
})

test('MSG-1: a silent line shows signs of life', async () => {
	const maya = await makeContact()
	const { response, next, cancel } = open(maya.scope, { beatMs: 5 })
	expect(response.headers.get('content-type')).toBe('text/event-stream')
	await next()
	expect(await next()).toBe(': beat\nevent: beat\ndata:')
	await cancel()
})

test('MSG-1: an event that is rolled back is never heard', async () => {
	const maya = await makeContact()
	const stream = open(maya.scope)
	await stream.next()
	const failing = write(systemScope({ workspaceId: maya.scope.workspaceId }), async ({ emit: tell }) => {
		await tell({ type: 'message.sent', subject: { type: 'message', id: 'lost' }, contactId: maya.id })
		throw new Error('rolled back')
	})
	await expect(failing).rejects.toThrow('rolled back')
	await emit(maya.scope, 'message.sent', maya.id)
	expect(newsIn(await stream.next()).id).toBe(maya.id)
	await stream.cancel()
})

test('MSG-1: after the line to the database was lost everybody is told to read again, and hears on', async () => {
	const maya = await makeContact()
	const stream = open(maya.scope)
	await stream.next()
	const ended = await thePool().query(
		"select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'portal-listen'",
	)
	expect(ended.rowCount).toBe(1)
	expect(await stream.next()).toContain('event: reread')
	await emit(maya.scope, 'message.sent', maya.id)
	expect(newsIn(await stream.next()).type).toBe('message.sent')
	await stream.cancel()
})
