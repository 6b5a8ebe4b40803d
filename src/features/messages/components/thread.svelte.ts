import type { MessageProblem } from '../rules.ts'
import type { AttachmentView, MessageView, Posts, Receipt } from '../schema.ts'
import type { Exchange } from './exchange.ts'

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

/** A conversation on a page: what is there, what comes, and what is on its way. */
export class Thread {
	messages: MessageView[] = $state.raw([])
	receipt: Receipt | null = $state.raw(null)
	/** There are earlier ones than the first shown. */
	earlier = $state(false)
	outgoing: Outgoing[] = $state.raw([])
	/** Name of somebody of the other side who is writing. */
	typing: string | null = $state(null)
	/** The session ended: what is typed stays, sending waits for a new sign-in. */
	ended = $state(false)
	/** A message that the server does not take as it is: what it said comes back to be changed. */
	refused: { reason: MessageProblem | 'preview'; message: Outgoing } | null = $state.raw(null)
	/** Talks with the server. Until it is there, and without it, the page's links and its form do. */
	exchange: Exchange | null = $state.raw(null)

	readonly options: ThreadOptions

	constructor(options: ThreadOptions, posts: Posts) {
		this.options = options
		this.messages = posts.messages
		this.earlier = posts.more
		this.receipt = posts.receipt
	}

	/** Comes to life, in the browser, once the page stands. Returns how to stop. */
	open(): () => void {
		let open = true
		const start = async (): Promise<void> => {
			const { Exchange } = await import('./exchange.ts')
			if (open) this.exchange = new Exchange(this)
		}
		start().catch(() => {})
		return () => {
			open = false
			this.exchange?.close()
		}
	}
}
