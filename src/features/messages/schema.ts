import { z } from 'zod'
import { filesLimit, inboxViews } from './rules.ts'

/** Shape only; whether the text is empty or too long is decided once, in `sendMessage`. */
export const messageInput = z.object({
	body: z.string({ error: 'text_expected' }).default(''),
	attachments: z
		.array(z.string({ error: 'text_expected' }))
		.max(filesLimit, { error: 'too_many_files' })
		.default([]),
	internal: z.boolean({ error: 'flag_expected' }).default(false),
	/** Made by the sender: the same key again is the same message. */
	clientKey: z
		.string({ error: 'text_expected' })
		.regex(/^[\w-]{8,64}$/, { error: 'client_key_shape' })
		.optional(),
})
export type MessageInput = z.input<typeof messageInput>

export const inboxQuery = z.object({
	view: z.enum(inboxViews).catch('all'),
	q: z.string().trim().max(200).catch(''),
	cursor: z
		.string()
		.regex(/^msg_\w{26}$/)
		.optional()
		.catch(undefined),
})

export interface AttachmentView {
	id: string
	title: string
	contentType: string
	size: number
	/** A small picture of it can be shown. */
	thumbnail: boolean
}

/** A message as a page shows it; plain data, so that it travels as JSON as well. Times are RFC 3339. */
export interface MessageView {
	id: string
	author: { type: 'member' | 'contact' | 'key' | 'system'; id: string | null; name: string }
	body: string
	internal: boolean
	attachments: AttachmentView[]
	createdAt: string
	readAt: string | null
	/** Name of who saw it first on the other side. */
	readBy: string | null
	/** Only to who wrote it. */
	clientKey: string | null
}

export interface Posts {
	messages: MessageView[]
	/** There are others beyond, in the direction of reading. */
	more: boolean
	receipt: Receipt | null
}

export interface Receipt {
	upTo: string
	at: string
	by: string | null
}

/** A conversation as the page of its account lists it. */
export interface AccountConversation {
	id: string
	contactId: string
	contactName: string
	status: 'open' | 'done'
	waiting: boolean
	lastMessageAt: string | null
	lastLine: string
	lastByCompany: boolean
}
