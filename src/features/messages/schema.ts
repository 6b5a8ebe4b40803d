import { z } from 'zod'
import { filesLimit } from './rules.ts'

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

export const inboxViews = ['waiting', 'mine', 'all', 'done'] as const
export type InboxView = (typeof inboxViews)[number]

export const inboxQuery = z.object({
	view: z.enum(inboxViews).catch('all'),
	q: z.string().trim().max(200).catch(''),
	cursor: z
		.string()
		.regex(/^msg_\w{26}$/)
		.optional()
		.catch(undefined),
})
