import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'

const text = z.string().max(20_000)

/** What a browser sends of a passkey, as far as it must be there before its signature is looked at. */
const credential = z.looseObject({
	id: z.string().min(1).max(2000),
	rawId: text,
	type: z.literal('public-key'),
	response: z.looseObject({ clientDataJSON: text }),
	clientExtensionResults: z.looseObject({}).default({}),
})

/** From the hidden field of a form; null for what no browser sends. */
export const registration = (field: string) => parse<RegistrationResponseJSON>(field)
export const authentication = (field: string) => parse<AuthenticationResponseJSON>(field)

function parse<T>(field: string): T | null {
	if (field.length > 60_000) return null
	try {
		return credential.parse(JSON.parse(field)) as unknown as T
	} catch {
		return null
	}
}

export const passkeyName = z.string().trim().max(60, { error: 'too_long' })
/** A name that is given later is one. */
export const newName = passkeyName.min(1, { error: 'name_missing' })
