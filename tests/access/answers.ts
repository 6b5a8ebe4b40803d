import type { Answer } from '#support/http.ts'

/** What an answer says, without what differs from one request to the next and without the ids that were asked for. */
export function essence({ status, headers, text }: Answer): object {
	const plain = (value: string) =>
		value
			.replace(/\b[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}\b/g, 'ID')
			.replace(/nonce[="-]+[\w+/=-]+/g, 'NONCE')
			.replace(/params: ?\{[^}]*\}/g, 'PARAMS')
			.replace(/__sveltekit_\w+/g, 'KIT')
	return {
		status,
		location: plain(headers.location ?? ''),
		type: headers['content-type'],
		disposition: headers['content-disposition'],
		names: Object.keys(headers)
			.filter((name) => name !== 'content-length')
			.sort(),
		text: plain(text),
	}
}

/** Where an answer sends its reader, by redirect or, to the page's script, in words; null if nowhere. */
export function redirected({ status, headers, text }: Answer): string | null {
	if (status === 303) return headers.location ?? null
	if (!text || !headers['content-type']?.startsWith('application/json')) return null
	const told = JSON.parse(text)
	return told.type === 'redirect' ? told.location : null
}

/** The status that a page's script is told in words counts like the answer's own. */
export function statusOf({ status, headers, text }: Answer): number {
	if (status !== 200 || !headers['content-type']?.startsWith('application/json')) return status
	const told = JSON.parse(text)
	const failed = told.nodes?.find((node: { type?: string } | null) => node?.type === 'error')
	return failed?.error.status ?? told.status ?? status
}
