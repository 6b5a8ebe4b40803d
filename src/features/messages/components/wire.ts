/** What a conversation's page and its endpoints say to each other, beside `Posts`. */

import type { MessageProblem } from '../rules.ts'
import type { AttachmentView } from '../schema.ts'

/** The answer to a new message. */
export type Posted =
	| { ok: true; messageId: string; conversationId: string }
	| { ok: false; reason: MessageProblem | 'preview' }

/** The answer to files for a message that is being written. */
export type FilesTaken =
	| { ok: true; conversationId: string; files: AttachmentView[] }
	| { ok: false; reason: string; filename: string | null }
