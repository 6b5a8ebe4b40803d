/**
 * What became of one message handed to a provider. `permanent` tells that sending the same again cannot work.
 * `code` is stable per provider; `message` is the provider's own words, for the delivery log.
 */
export type SendOutcome =
	/** `answer`: what the provider said to it. */
	| { ok: true; providerId: string; answer?: string }
	| { ok: false; permanent: boolean; code: string; message: string; retryAfterSeconds?: number }

/** A provider's words in one printable line that fits a log entry. */
export function oneLine(text: string): string {
	return text
		.replace(/\p{Cc}+/gu, ' ')
		.trim()
		.slice(0, 300)
}
