import { type LiveNews, listen } from '#platform/realtime/browser.ts'
import { mergeById } from '../rules.ts'
import type { AttachmentView, Posts } from '../schema.ts'
import { forget, keep, recall } from './kept.ts'
import type { Outgoing, Thread } from './thread.svelte.ts'
import type { Posted } from './wire.ts'

const typingShownFor = 6000
const typingToldEvery = 3000
const retryAfter = 4000
const renewing = new Set(['message.sent', 'message.noted', 'message.read'])

/** What keeps a conversation on a page the same as on the server, over a line that may be cut at any time. */
export class Exchange {
	readonly #thread: Thread
	#conversationId: string | null
	/** Up to here everything is known: what comes after is asked for, whatever is shown already. */
	#cursor: string
	#fetching: Promise<void> | null = null
	#again = false
	#sending = false
	/** How often the session was found to have ended: an answer to what was asked before that says nothing of now. */
	#endings = 0
	#toldTyping = 0
	#toldRead = ''
	#typingTimer = 0
	#retryTimer = 0
	readonly #stop: () => void
	readonly #seen = (): void => this.#tellRead()

	constructor(thread: Thread) {
		this.#thread = thread
		this.#conversationId = thread.options.conversationId
		this.#cursor = thread.messages.at(-1)?.id ?? ''
		thread.outgoing = recall<Outgoing[]>(this.#name, []).map((one) => ({ ...one, state: 'failed' }))
		document.addEventListener('visibilitychange', this.#seen)
		this.#tellRead()
		this.#stop = listen(thread.options.live, {
			hear: (news) => this.#hear(news),
			reread: () => void this.catchUp().then(() => this.flush()),
			ended: () => this.#end(),
		})
	}

	close(): void {
		this.#stop()
		document.removeEventListener('visibilitychange', this.#seen)
		clearTimeout(this.#typingTimer)
		clearTimeout(this.#retryTimer)
	}

	get #name(): string {
		return `${this.#thread.options.keepAs}:out`
	}

	#hear(news: LiveNews): void {
		if (news.data?.conversation !== this.#conversationId && this.#conversationId !== null) return
		if (news.type === 'message.typing') this.#showTyping(news)
		else if (renewing.has(news.type)) void this.catchUp()
	}

	#showTyping(news: LiveNews): void {
		if (news.mine) return
		this.#thread.typing = String(news.data?.name ?? '')
		clearTimeout(this.#typingTimer)
		this.#typingTimer = window.setTimeout(() => {
			this.#thread.typing = null
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
		const thread = this.#thread
		thread.messages = mergeById(thread.messages, posts.messages)
		thread.receipt = posts.receipt
		this.#cursor = posts.messages.at(-1)?.id ?? this.#cursor
		if (posts.messages.some((message) => !thread.options.isOwn(message))) thread.typing = null
		const arrived = new Set(posts.messages.map((message) => message.clientKey))
		this.#setOutgoing(thread.outgoing.filter((one) => !arrived.has(one.key)))
		this.#tellRead()
	}

	/** The line may be cut although the stream does not know it yet. */
	#later(): void {
		clearTimeout(this.#retryTimer)
		if (this.#thread.ended) return
		this.#retryTimer = window.setTimeout(() => void this.catchUp().then(() => this.flush()), retryAfter)
	}

	async showEarlier(): Promise<void> {
		const thread = this.#thread
		const posts = await this.#get<Posts>(`posts?before=${thread.messages[0]?.id ?? ''}`)
		if (!posts) return
		thread.messages = mergeById(posts.messages, thread.messages)
		thread.earlier = posts.more
	}

	/** Shows the message at once and sends it; it waits its turn behind others on their way. */
	send(message: { body: string; internal: boolean; attachments: AttachmentView[] }): void {
		this.#thread.refused = null
		this.#setOutgoing([...this.#thread.outgoing, { ...message, key: crypto.randomUUID(), state: 'sending' }])
		void this.flush()
	}

	/** Tries what was not sent once more, one after the other. */
	async flush(): Promise<void> {
		if (this.#sending || this.#thread.ended) return
		this.#sending = true
		try {
			for (let next = this.#unsent(); next; next = this.#unsent()) {
				this.#mark(next.key, 'sending')
				if (!(await this.#post(next))) break
			}
		} finally {
			this.#sending = false
		}
	}

	#unsent(): Outgoing | undefined {
		return this.#thread.outgoing.find((one) => one.state !== 'sent')
	}

	/** False when there is no use in going on now. */
	async #post({ key, body, internal, attachments }: Outgoing): Promise<boolean> {
		const ids = attachments.map((file) => file.id)
		const posted = await this.#ask<Posted>('posts', { body, internal, attachments: ids, clientKey: key })
		if (!posted) {
			for (const one of this.#thread.outgoing) if (one.state === 'sending') this.#mark(one.key, 'failed')
			this.#later()
			return false
		}
		if (!posted.ok) {
			const message = this.discard(key)
			if (message) this.#thread.refused = { reason: posted.reason, message }
			return true
		}
		this.#conversationId = posted.conversationId
		this.#mark(key, 'sent')
		void this.catchUp()
		return true
	}

	/** Takes a message that was not sent away again; what it said comes back. */
	discard(key: string): Outgoing | undefined {
		const found = this.#thread.outgoing.find((one) => one.key === key)
		this.#setOutgoing(this.#thread.outgoing.filter((one) => one.key !== key))
		return found
	}

	#mark(key: string, state: Outgoing['state']): void {
		this.#setOutgoing(this.#thread.outgoing.map((one) => (one.key === key ? { ...one, state } : one)))
	}

	#setOutgoing(list: Outgoing[]): void {
		this.#thread.outgoing = list
		if (list.length > 0) keep(this.#name, list)
		else forget(this.#name)
	}

	/** Tells the server how far was read, once for each new message, while somebody looks. */
	#tellRead(): void {
		const { messages, options } = this.#thread
		const last = messages.findLast((message) => !options.isOwn(message))
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

	/** The address of the conversation, once there is one; before, that of the account. */
	get #base(): string {
		const { base } = this.#thread.options
		return this.#conversationId === null ? base : base.replace(/[^/]+$/, this.#conversationId)
	}

	#get<T>(path: string): Promise<T | null> {
		return this.#request<T>(path, { headers: { accept: 'application/json' } })
	}

	#ask<T>(path: string, body: unknown): Promise<T | null> {
		const headers = { accept: 'application/json', 'content-type': 'application/json' }
		return this.#request<T>(path, { method: 'POST', headers, body: JSON.stringify(body) })
	}

	#end(): void {
		this.#endings++
		this.#thread.ended = true
	}

	/** The answer, or null when there was none that helps; a sign-in page in its place means that the session ended. */
	async #request<T>(path: string, init: RequestInit): Promise<T | null> {
		const endings = this.#endings
		try {
			const response = await fetch(`${this.#base}/${path}`, { ...init, redirect: 'manual' })
			if (response.type === 'opaqueredirect' || response.status === 404) this.#end()
			else if (response.ok || response.status === 422 || response.status === 403) {
				if (endings === this.#endings) this.#thread.ended = false
				return response.status === 204 ? null : ((await response.json()) as T)
			}
		} catch {
			// The line is cut; the stream says when it stands again.
		}
		return null
	}
}
