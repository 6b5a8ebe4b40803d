import { z } from 'zod'

/** Digits as people type or paste them, with spaces and dashes. */
export const code = z
	.string()
	.max(100)
	.transform((text) => text.normalize('NFKC').replace(/[\s-]/g, ''))
	.refine((text) => /^\d{6}$/.test(text), { error: 'codeShape' })

export const channels = z.array(z.enum(['email', 'sms'], { error: 'channel_unknown' })).min(1, { error: 'list_empty' })

export const suspensionNote = z.string({ error: 'text_expected' }).trim().max(2000, { error: 'too_long' })
