/** The page's end of the event stream: one for all parts of a page, opened again whenever it was lost. */
import type { LiveNews } from './audience.ts'

export type { LiveNews }

export interface LiveListener {
	hear?(news: LiveNews): void
	/** News may have been missed: read again. Also said once, when the stream first stands. */
	reread?(): void
	/** The session has ended; what was typed is still the page's. */
	ended?(): void
}

const listeners = new Set<LiveListener>()
let source: EventSource | null = null
let address = ''
let retry: ReturnType<typeof setTimeout> | undefined
let watch: ReturnType<typeof setTimeout> | undefined
let rest: ReturnType<typeof setTimeout> | undefined
let wait = 1000

/** Without a sign of life for so long (the server gives one every 20 s) the line counts as cut. */
const silence = 50_000
/** A page that nobody looks at lets go of its connection: browsers allow few to one host. */
const restAfter = 60_000

/** Listens at `/live` or `/office/live` until the returned function is called. */
export function listen(url: string, listener: LiveListener): () => void {
	listeners.add(listener)
	if (listeners.size === 1) start(url)
	else if (!source) connect()
	else if (source.readyState === EventSource.OPEN) listener.reread?.()
	return () => {
		listeners.delete(listener)
		if (listeners.size === 0) stop()
	}
}

function start(url: string): void {
	address = url
	wait = 1000
	addEventListener('online', connect)
	addEventListener('offline', disconnect)
	addEventListener('submit', leave)
	document.addEventListener('visibilitychange', look)
	connect()
}

function stop(): void {
	removeEventListener('online', connect)
	removeEventListener('offline', disconnect)
	removeEventListener('submit', leave)
	document.removeEventListener('visibilitychange', look)
	clearTimeout(rest)
	disconnect()
}

function look(): void {
	clearTimeout(rest)
	if (document.visibilityState === 'hidden') rest = setTimeout(disconnect, restAfter)
	else if (!source) connect()
}

/**
 * A plain form takes the page away. If it ends the session (signing out, the way out of a preview), news of that must not
 * lead to the sign-in page before the answer leads to where the form goes.
 */
function leave(event: SubmitEvent): void {
	if (event.defaultPrevented) return
	disconnect()
	retry = setTimeout(connect, 10_000)
}

function disconnect(): void {
	clearTimeout(retry)
	clearTimeout(watch)
	source?.close()
	source = null
}

function connect(): void {
	disconnect()
	const opened = new EventSource(address)
	source = opened
	alive()
	opened.addEventListener('open', () => {
		wait = 1000
		alive()
		for (const listener of listeners) listener.reread?.()
	})
	opened.addEventListener('message', (event) => {
		alive()
		const news = JSON.parse(event.data) as LiveNews
		for (const listener of listeners) listener.hear?.(news)
	})
	opened.addEventListener('reread', () => {
		for (const listener of listeners) listener.reread?.()
	})
	opened.addEventListener('beat', alive)
	opened.addEventListener('ended', () => {
		disconnect()
		for (const listener of listeners) listener.ended?.()
	})
	opened.addEventListener('error', () => {
		if (opened.readyState === EventSource.CLOSED && source === opened) again()
	})
}

/** The browser comes back by itself after a cut; not after a refusal (restart, too many pages, signed out). */
function again(): void {
	disconnect()
	retry = setTimeout(connect, wait)
	wait = Math.min(wait * 2, 30_000)
	// Without a stream the page still finds out what is new, if more slowly.
	for (const listener of listeners) listener.reread?.()
}

function alive(): void {
	clearTimeout(watch)
	watch = setTimeout(connect, silence)
}
