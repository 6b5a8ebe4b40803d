import { type LinkTargetType, linkTargetTypes } from '#platform/scope/scope.ts'

/** How long a direct link opens its thing where nobody says otherwise. */
export const linkDays = 90
/** The longest that can be asked for. */
export const mostLinkDays = 730

export function isTargetType(text: string): text is LinkTargetType {
	return linkTargetTypes.some((type) => type === text)
}

const tokenInPath = /^\/l\/([\w-]{43})(?:\/|$)/

/** The token in the address of a direct link's page or of what hangs on it; null for any other address. */
export function tokenOf(pathname: string): string | null {
	return tokenInPath.exec(pathname)?.[1] ?? null
}

/** Programs that fetch an address of a mail or chat and name themselves: what they open nobody has seen. */
const machines =
	/bot\b|crawl|spider|preview|scan|slurp|fetch|monitor|facebookexternalhit|whatsapp|barracuda|mimecast|proofpoint|safelinks|headless|python|java\/|okhttp|go-http/i

/** True for what certainly is no person looking: a question about the size, a page fetched in advance, a program. */
export function isMachine(request: { method: string; headers: Headers }): boolean {
	const { method, headers } = request
	if (method === 'HEAD') return true
	if (/prefetch|prerender/.test(`${headers.get('sec-purpose')} ${headers.get('purpose')} ${headers.get('x-moz')}`))
		return true
	return machines.test(headers.get('user-agent') ?? '')
}
