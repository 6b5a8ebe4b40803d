import { z } from 'zod'
import { externalId } from '#features/people/schema.ts'
import { roles } from '#platform/scope/scope.ts'

export const memberEmail = z.email({ error: 'email_invalid' }).max(254, { error: 'too_long' }).trim().toLowerCase()

export const newMember = z.object({
	email: memberEmail,
	name: z.string().trim().max(200, { error: 'too_long' }).default(''),
	role: z.enum(roles, { error: 'role_unknown' }),
	language: z.enum(['en', 'es'], { error: 'language_unknown' }).optional(),
	externalId,
})
export type NewMember = z.output<typeof newMember>
