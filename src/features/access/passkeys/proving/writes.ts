import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { and, eq } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import { hashToken } from '#platform/crypto/crypto.ts'
import type { Writer } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { challenges, passkeys } from '../../tables.ts'
import type { Passkey } from '../reads.ts'
import type { Site } from '../rules.ts'

/** What a browser sent, and the challenge that was given to it. */
export interface Proof {
	response: AuthenticationResponseJSON
	challenge: string
	site: Site
}
export interface Proven {
	passkey: Passkey
	challenge: string
	counter: number
}

/** Looks at the signature. The library is loaded when the first passkey is shown. */
export async function prove(passkey: Passkey, { response, challenge, site }: Proof): Promise<Proven | null> {
	const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
	try {
		const { verified, authenticationInfo } = await verifyAuthenticationResponse({
			response,
			expectedChallenge: challenge,
			expectedOrigin: site.origin,
			expectedRPID: site.host,
			credential: {
				id: passkey.credentialId,
				publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
				counter: passkey.counter,
			},
			requireUserVerification: true,
		})
		return verified ? { passkey, challenge, counter: authenticationInfo.newCounter } : null
	} catch {
		// What is malformed, of another site, or counts backwards.
		return null
	}
}

/** Takes a proof for good: each challenge is answered once, and a counter only grows. False where another was quicker. */
export async function spendProof(writer: Writer, { passkey, challenge, counter }: Proven): Promise<boolean> {
	const { db, scope } = writer
	if (!(await spendChallenge(writer, challenge, passkey))) return false
	const same = and(eq(passkeys.workspaceId, scope.workspaceId), eq(passkeys.id, passkey.id))
	const rows = await db
		.update(passkeys)
		.set({ counter, lastUsedAt: now() })
		.where(and(same, eq(passkeys.counter, passkey.counter)))
		.returning({ id: passkeys.id })
	return rows.length > 0
}

/** Notes that a challenge was answered; false when it had been. */
export async function spendChallenge(
	{ db, scope }: Writer,
	challenge: string,
	{ contactId, memberId }: { contactId: string | null; memberId: string | null },
): Promise<boolean> {
	const at = now()
	const rows = await db
		.insert(challenges)
		.values({
			workspaceId: scope.workspaceId,
			id: newId('chl'),
			kind: 'passkey',
			contactId,
			memberId,
			secretHash: hashToken(challenge),
			createdAt: at,
			expiresAt: at,
			spentAt: at,
		})
		.onConflictDoNothing()
		.returning({ id: challenges.id })
	return rows.length > 0
}
