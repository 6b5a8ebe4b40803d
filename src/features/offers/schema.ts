import { z } from 'zod'

const text = (max: number) =>
	z
		.string({ error: 'text_expected' })
		.trim()
		.max(max, { error: 'too_long' })
		.refine((value) => value.isWellFormed() && !value.includes('\u0000'), { error: 'control_characters' })
const version = z.coerce.number({ error: 'number_expected' }).int({ error: 'number_expected' }).optional()
const contactId = z.string({ error: 'text_expected' }).max(60, { error: 'too_long' }).nullish()

/** `version`: the one that was looked at; where the offer has another one by now, nothing is said. */
export const acceptanceInput = z.object({ name: text(200).min(1, { error: 'name_missing' }), version })
export const declinationInput = z.object({ reason: text(2000).min(1, { error: 'required' }), version })
/** What a program writes down that a contact has said. */
export const acceptanceOf = acceptanceInput.extend({ contactId })
export const declinationOf = declinationInput.extend({ contactId })
export const withdrawalInput = z.object({ reason: text(2000).min(1, { error: 'required' }) })
