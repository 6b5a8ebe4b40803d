import { noteAway } from '../db/away.ts'
import type { LiveHint } from '../events/insert.ts'
import { log } from '../log/log.ts'
import type { ClientScope, StaffScope } from '../scope/scope.ts'
import { accessNews, concernsAccess, type LiveNews } from './audience.ts'
import { subscribe } from './hub.ts'

export interface StreamOptions<S extends ClientScope | StaffScope> {
	scope: S
	/** Streams are counted by it: the session's id. */
	session: string
	newsFor(scope: S, hint: LiveHint): LiveNews | null
	/** Who the session is now; null once it has ended. */
	again(): Promise<S | null>
	stopping: AbortSignal
	beatMs?: number
	perSession?: number
}

/** Open streams of each session, in this process. */
const open = new Map<string, number>()
/** How much may wait for a slow reader before it misses something. */
const waiting = 64
/** The session is looked at again every so many beats, whatever was heard. */
const recheckEvery = 15

/**
 * An event stream that passes on what this person may hear, until the page goes, the session ends or the
 * process stops. A reader that is too slow misses news rather than filling memory, and is told to read again.
 */
export function liveStream<S extends ClientScope | StaffScope>(options: StreamOptions<S>): Response {
	const count = open.get(options.session) ?? 0
	if (count >= (options.perSession ?? 10)) return refusal(429, 30)
	if (options.stopping.aborted) return refusal(503, 1)
	open.set(options.session, count + 1)
	const stream = new ReadableStream(source(options), new CountQueuingStrategy({ highWaterMark: waiting }))
	return new Response(stream, { headers })
}

/** For who comes without a session that would open a stream: told as one whose session ends while it listens. */
export function endedStream(): Response {
	return new Response(ended, { headers })
}

function refusal(status: number, retryAfter: number): Response {
	return new Response(null, { status, headers: { 'retry-after': String(retryAfter) } })
}

function source<S extends ClientScope | StaffScope>(options: StreamOptions<S>): UnderlyingDefaultSource<Uint8Array> {
	const { session, newsFor, again, stopping, beatMs = 20_000 } = options
	let scope = options.scope
	let line: Line
	let beats = 0
	let leave = (): void => {}
	let checking: Promise<void> | null = null

	function hear(hint: LiveHint): void {
		const news = newsFor(scope, hint)
		if (news) tell(news)
		if (concernsAccess(scope, hint)) check()
	}
	function tell(news: LiveNews): void {
		line.send(`data: ${JSON.stringify(news)}\n\n`)
	}
	function check(): void {
		checking = (checking ?? Promise.resolve()).then(look).catch((error) => {
			if (!noteAway(error))
				log.warn({ err: (error as Error).message }, 'a session behind an event stream could not be looked at')
		})
	}
	async function look(): Promise<void> {
		const now = await again()
		if (!now) return end(ended)
		const changed = JSON.stringify(now) !== JSON.stringify(scope)
		scope = now
		if (changed && scope.kind === 'client') tell(accessNews(scope))
	}
	function beat(): void {
		if (line.isStuck()) end()
		else line.send(': beat\nevent: beat\ndata:\n\n')
		if (++beats % recheckEvery === 0) check()
	}
	function end(farewell?: string): void {
		leave()
		line.close(farewell)
	}
	return {
		start(controller) {
			line = new Line(controller)
			const unsubscribe = subscribe({ workspaceId: scope.workspaceId, hear, reread: () => line.send(reread) })
			const timer = setInterval(beat, beatMs)
			const stop = () => end()
			stopping.addEventListener('abort', stop)
			leave = () => {
				leave = () => {}
				unsubscribe()
				clearInterval(timer)
				stopping.removeEventListener('abort', stop)
				const left = (open.get(session) ?? 1) - 1
				if (left > 0) open.set(session, left)
				else open.delete(session)
			}
			// Those who lost their process together do not all come back at the same moment.
			line.send(`retry: ${500 + Math.floor(Math.random() * 1000)}\nevent: open\ndata:\n\n`)
		},
		pull: () => line.flowsAgain(),
		cancel: () => leave(),
	}
}

const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
const reread = 'event: reread\ndata:\n\n'
const ended = 'event: ended\ndata:\n\n'
const text = new TextEncoder()

/** The way to one reader. What does not fit is dropped and made up for by one "read again". */
class Line {
	#controller: ReadableStreamDefaultController<Uint8Array>
	#closed = false
	#missed = false
	#stuckBeats = 0
	constructor(controller: ReadableStreamDefaultController<Uint8Array>) {
		this.#controller = controller
	}
	send(message: string): void {
		if (this.#closed) return
		if ((this.#controller.desiredSize ?? 0) > 0) this.#controller.enqueue(text.encode(message))
		else this.#missed = true
	}
	flowsAgain(): void {
		this.#stuckBeats = 0
		if (!this.#missed) return
		this.#missed = false
		this.send(reread)
	}
	/** True once nothing has gone through for three beats. */
	isStuck(): boolean {
		return this.#missed && ++this.#stuckBeats > 3
	}
	close(farewell?: string): void {
		if (this.#closed) return
		if (farewell) this.#controller.enqueue(text.encode(farewell))
		this.#closed = true
		this.#controller.close()
	}
}
