import type { LiveNews } from '#platform/realtime/browser.ts'
import { type MessageProblem, mergeById } from '../rules.ts'
import type { AttachmentView, MessageView, Posts, Receipt } from '../schema.ts'
import { forget, keep, recall } from './kept.ts'
import type { Posted } from './wire.ts'

/** A message on its way. It has the same key however often it is tried. */
export interface Outgoing {
	key: string
	body: string
	internal: boolean
	attachments: AttachmentView[]
	state: 'sending' | 'sent' | 'failed'
}

export interface ThreadOptions {
	/** `/messages/ID` or `/office/inbox/ID`. */
	base: string
	/** Where the event stream is. */
	live: string
	/** The conversation, or null before its first message. */
	conversationId: string | null
	/** Under this name texts that were not sent survive a reload; it holds the person's id. */
	keepAs: string
	/** True for a message of the reader's own side. */
	isOwn(message: MessageView): boolean
}

const renewing = new Set(['message.sent', 'message.noted', 'message.read'])
const typingShownFor = 6000
const typingToldEvery = 3000
const retryAfter = 4000

/** A conversation on a page: what is there, what comes, and what is on its way. */
export class Thread {
	messages: MessageView[] = $state.raw([])
	receipt: Receipt | null = $state.raw(null)
	/** There are earlier ones than the first shown. */
	earlier = $state(false)
	outgoing: Outgoing[] = $state([])
	/** Name of somebody of the other side who is writing. */
	typing: string | null = $state(null)
	/** The session ended: what is typed stays, sending waits for a new sign-in. */
	ended = $state(false)
	/** A message that the server does not take as it is: what it said comes back to be changed. */
	refused: { reason: MessageProblem; message: Outgoing } | null = $state.raw(null)

	readonly options: ThreadOptions
	#conversationId: string | null
	/** Up to here everything is known. Not the last shown: one's own may be shown before another's that came first. */
	#cursor: string
	#fetching: Promise<void> | null = null
	#again = false
	#sending = false
	#toldTyping = 0
	#toldRead = ''
	#stop = (): void => {}
	#timers = { typing: 0, retry: 0 }

	constructor(options: ThreadOptions, posts: Posts) {
		this.options = options
		this.#conversationId = options.conversationId
		this.messages = posts.messages
		this.earlier = posts.more
		this.receipt = posts.receipt
		this.#cursor = posts.messages.at(-1)?.id ?? ''
	}

	/** Starts to listen; call it in the browser. Returns how to stop. */
	open(): () => void {
		this.outgoing = recall<Outgoing[]>(`${this.options.keepAs}:out`, []).map((one) => ({ ...one, state: 'failed' }))
		const seen = () => this.tellRead()
		document.addEventListener('visibilitychange', seen)
		seen()
		void this.flush()
		void this.#listen()
		return () => {
			this.#stop()
			document.removeEventListener('visibilitychange', seen)
			clearTimeout(this.#timers.typing)
			clearTimeout(this.#timers.retry)
		}
	}

	/** What hears is fetched after the page stands: nothing is missed, because it reads again when it begins. */
	async #listen(): Promise<void> {
		let open = true
		this.#stop = () => {
			open = false
		}
		const { listen } = await import('#platform/realtime/browser.ts')
		if (!open) return
		this.#stop = listen(this.options.live, {
			hear: (news) => this.#hear(news),
			reread: () => void this.catchUp().then(() => this.flush()),
			ended: () => {
				this.ended = true
			},
		})
	}

	#hear(news: LiveNews): void {
		if (news.data?.conversation !== this.#conversationId && this.#conversationId !== null) return
		if (news.type === 'message.typing') this.#showTyping(news)
		else if (renewing.has(news.type)) void this.catchUp()
	}

	#showTyping(news: LiveNews): void {
		if (news.mine) return
		this.typing = String(news.data?.name ?? '')
		clearTimeout(this.#timers.typing)
		this.#timers.typing = window.setTimeout(() => {
			this.typing = null
		}, typingShownFor)
	}

	/** Fetches everything after the last known message. Asked again meanwhile, it looks once more. */
	catchUp(): Promise<void> {
		this.#again = true
		this.#fetching ??= this.#fetch().finally(() => {
			this.#fetching = null
		})
		return this.#fetching
	}

	async #fetch(): Promise<void> {
		while (this.#again) {
			this.#again = false
			const posts = await this.#get<Posts>(`posts?after=${this.#cursor}`)
			if (!posts) return this.#later()
			this.#take(posts)
			if (posts.more) this.#again = true
		}
	}

	#take(posts: Posts): void {
		this.messages = mergeById(this.messages, posts.messages)
		this.receipt = posts.receipt
		this.#cursor = posts.messages.at(-1)?.id ?? this.#cursor
		if (posts.messages.some((message) => !this.options.isOwn(message))) this.typing = null
		const arrived = new Set(posts.messages.map((message) => message.clientKey))
		this.#setOutgoing(this.outgoing.filter((one) => !arrived.has(one.key)))
		this.tellRead()
	}

	/** The line may be cut although the stream does not know it yet. */
	#later(): void {
		clearTimeout(this.#timers.retry)
		if (this.ended) return
		this.#timers.retry = window.setTimeout(() => void this.catchUp().then(() => this.flush()), retryAfter)
	}

	async showEarlier(): Promise<void> {
		const posts = await this.#get<Posts>(`posts?before=${this.messages[0]?.id ?? ''}`)
		if (!posts) return
		this.messages = mergeById(posts.messages, this.messages)
		this.earlier = posts.more
	}

	/** Shows the message at once and sends it; it waits its turn behind others on their way. */
	send(message: { body: string; internal: boolean; attachments: AttachmentView[] }): void {
		this.refused = null
		this.#setOutgoing([...this.outgoing, { ...message, key: crypto.randomUUID(), state: 'sending' }])
		void this.flush()
	}

	/** Tries what was not sent once more. */
	async flush(): Promise<void> {
		if (this.#sending || this.ended) return
		this.#sending = true
		try {
			for (let next = this.#unsent(); next; next = this.#unsent()) {
				this.#mark(next.key, 'sending')
				const done = await this.#post(next)
				if (!done) break
			}
		} finally {
			this.#sending = false
		}
	}

	#unsent(): Outgoing | undefined {
		return this.outgoing.find((one) => one.state !== 'sent')
	}

	/** False when there is no use in going on now. */
	async #post({ key, body, internal, attachments }: Outgoing): Promise<boolean> {
		const ids = attachments.map((file) => file.id)
		const posted = await this.#ask<Posted>('posts', { body, internal, attachments: ids, clientKey: key })
		if (!posted) {
			for (const one of this.outgoing) if (one.state === 'sending') this.#mark(one.key, 'failed')
			this.#later()
			return false
		}
		if (!posted.ok) {
			const message = this.discard(key)
			if (message) this.refused = { reason: posted.reason, message }
			return true
		}
		this.#conversationId = posted.conversationId
		this.#mark(key, 'sent')
		void this.catchUp()
		return true
	}

	/** Takes a message that was not sent away again; what it said comes back. */
	discard(key: string): Outgoing | undefined {
		const found = this.outgoing.find((one) => one.key === key)
		this.#setOutgoing(this.outgoing.filter((one) => one.key !== key))
		return found
	}

	#mark(key: string, state: Outgoing['state']): void {
		this.#setOutgoing(this.outgoing.map((one) => (one.key === key ? { ...one, state } : one)))
	}

	#setOutgoing(list: Outgoing[]): void {
		this.outgoing = list
		const name = `${this.options.keepAs}:out`
		if (list.length > 0) keep(name, list)
		else forget(name)
	}

	/** Tells the server how far was read, once for each new message, while somebody looks. */
	tellRead(): void {
		const last = this.messages.findLast((message) => !this.options.isOwn(message))
		if (!last || last.id <= this.#toldRead || document.visibilityState !== 'visible') return
		this.#toldRead = last.id
		void this.#ask('reading', { upTo: last.id })
	}

	/** Tells the others that somebody writes, every few seconds at most. */
	tellTyping(): void {
		if (Date.now() - this.#toldTyping < typingToldEvery || this.#conversationId === null) return
		this.#toldTyping = Date.now()
		void this.#ask('typing', {})
	}

	#get<T>(path: string): Promise<T | null> {
		return this.#request<T>(path, { headers: { accept: 'application/json' } })
	}

	#ask<T>(path: string, body: unknown): Promise<T | null> {
		const headers = { accept: 'application/json', 'content-type': 'application/json' }
		return this.#request<T>(path, { method: 'POST', headers, body: JSON.stringify(body) })
	}

	/** The answer, or null when there was none that helps; a sign-in page in its place means that the session ended. */
	async #request<T>(path: string, init: RequestInit): Promise<T | null> {
		try {
			const response = await fetch(`${this.options.base}/${path}`, { ...init, redirect: 'manual' })
			if (response.type === 'opaqueredirect' || response.status === 404) this.ended = true
			else if (response.ok || response.status === 422) {
				this.ended = false
				return response.status === 204 ? null : ((await response.json()) as T)
			}
		} catch {
			// The line is cut; the stream says when it stands again.
		}
		return null
	}
}
