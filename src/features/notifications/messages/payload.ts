import { decrypt, encrypt } from '#platform/crypto/crypto.ts'

/** What a delivery needs to be written out; kept encrypted, since codes and links lie in it. */
export interface Payload {
	values: Record<string, unknown>
	/** After it the message is of no use (RFC 3339). */
	goodUntil: string | null
}

export function sealPayload(values: object, goodUntil: Date | undefined): string {
	return encrypt('delivery', JSON.stringify({ values, goodUntil: goodUntil?.toISOString() ?? null }))
}

/** Throws for a delivery whose payload was wiped: there is nothing left to send or show. */
export function openPayload({ payload }: { payload: string | null }): Payload {
	if (!payload) throw new Error('the payload was wiped')
	return JSON.parse(decrypt('delivery', payload)) as Payload
}
