import type { Cookies, RequestEvent } from '@sveltejs/kit'
import { newChallenge, passkeyMinutes, type Site } from '#features/access/passkeys/rules.ts'
import { now } from '#platform/clock/clock.ts'
import { decrypt, encrypt } from '#platform/crypto/crypto.ts'

const name = 'passkey'
/** Pages open side by side each have one. */
const most = 5

type Event = Pick<RequestEvent, 'cookies' | 'locals' | 'url'>
/** What a challenge was given out for: to sign in on one of the faces, or to one person for a new passkey. */
export type Purpose = 'portal' | 'office' | `new:${string}`
type Given = { challenge: string; purpose: Purpose; until: number }

/** The site as WebAuthn knows it. */
export function siteOf({ locals, url }: Pick<Event, 'locals' | 'url'>): Site {
	return { host: url.hostname, origin: url.origin, name: locals.workspace.name }
}

/** Gives out a challenge. It travels sealed in a cookie, so that a page that is only looked at leaves nothing behind. */
export function giveChallenge({ cookies, url }: Event, purpose: Purpose): string {
	const challenge = newChallenge()
	const until = now().getTime() + passkeyMinutes * 60_000
	const all = [...given(cookies), { challenge, purpose, until }].slice(-most)
	cookies.set(name, encrypt('passkey', JSON.stringify(all)), {
		path: '/',
		httpOnly: true,
		sameSite: 'strict',
		secure: url.protocol === 'https:',
		maxAge: passkeyMinutes * 60,
	})
	return challenge
}

/** The challenge that a browser's answer names, if it is one that this browser was given for this. */
export function challengeOf(
	{ cookies }: Pick<Event, 'cookies'>,
	purpose: Purpose,
	{ response }: { response: { clientDataJSON: string } },
): string | null {
	let named: unknown
	try {
		named = JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString()).challenge
	} catch {
		return null
	}
	return given(cookies).find((one) => one.purpose === purpose && one.challenge === named)?.challenge ?? null
}

function given(cookies: Cookies): Given[] {
	const sealed = cookies.get(name)
	if (!sealed) return []
	try {
		return (JSON.parse(decrypt('passkey', sealed)) as Given[]).filter(({ until }) => until > now().getTime())
	} catch {
		return []
	}
}
