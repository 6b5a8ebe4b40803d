/** What a conversation's page and its endpoints say to each other. */

import type { AttachmentView, MessageView } from '../reads.ts'
import type { MessageProblem } from '../rules.ts'

export interface Receipt {
	/** The newest message of one's own side that the other has seen. */
	upTo: string
	at: string
	by: string | null
}

/** GET `BASE/posts?after=` and `?before=`. */
export interface Posts {
	messages: MessageView[]
	more: boolean
	receipt: Receipt | null
}

/** POST `BASE/posts`. */
export type Posted = { ok: true; messageId: string; conversationId: string } | { ok: false; reason: MessageProblem }

/** POST `BASE/files`. */
export type FilesTaken =
	| { ok: true; conversationId: string; files: AttachmentView[] }
	| { ok: false; reason: string; filename: string | null }
