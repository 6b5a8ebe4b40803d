import { createHash } from 'node:crypto'
import { decrypt, encrypt, newToken } from '#platform/crypto/crypto.ts'
import type { Limit } from '#platform/limits/limits.ts'

/** No person fills the form in faster. */
export const shortestSeconds = 2
/** A form that lay open longer is sent once more. */
const longestHours = 24

/** What visitors may send, from one network and for one address: enough for a family, useless for a machine. */
export const sendingLimits = {
	network: { name: 'register-network', points: 20, duration: 3600 },
	address: { name: 'register-address', points: 5, duration: 3600 },
	addressDay: { name: 'register-address-day', points: 10, duration: 86_400 },
	company: { name: 'register-company', points: 600, duration: 3600 },
} satisfies Record<string, Limit>

export interface OpenForm {
	key: string
	at: number
}

/** Seals when a form was shown, and a key of its own, into a hidden field. */
export function sealForm(workspaceId: string, at: Date): string {
	return encrypt('form', JSON.stringify({ key: newToken(), at: at.getTime(), workspaceId }))
}

/** What `sealForm` sealed; null for anything else, and for a form of long ago. */
export function readForm(workspaceId: string, sealed: string | undefined, at: Date): OpenForm | null {
	if (!sealed || sealed.length > 1000) return null
	try {
		const form = JSON.parse(decrypt('form', sealed)) as OpenForm & { workspaceId: string }
		const age = at.getTime() - form.at
		return form.workspaceId === workspaceId && age < longestHours * 3_600_000 ? { key: form.key, at: form.at } : null
	} catch {
		return null
	}
}

export function sentTooSoon(form: OpenForm, at: Date): boolean {
	return at.getTime() - form.at < shortestSeconds * 1000
}

/** The same content from the same form is the same message, however often it is sent; another content is another. */
export function formKey(form: OpenForm, content: object): string {
	return createHash('sha256').update(form.key).update(JSON.stringify(content)).digest('base64url')
}
