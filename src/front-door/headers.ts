/** Pages whose address lets somebody in: it is told to no other site, nor found by a search. */
const tokenInPath = /^\/(office\/)?[il]\//

/** What every answer carries. The content policy of pages is set by the framework, with a nonce. */
export function secure(response: Response, { protocol, pathname }: Pick<URL, 'protocol' | 'pathname'>): Response {
	const { headers } = response
	if (tokenInPath.test(pathname)) {
		headers.set('referrer-policy', 'no-referrer')
		headers.set('x-robots-tag', 'noindex')
	}
	headers.set('x-content-type-options', 'nosniff')
	if (!headers.has('referrer-policy')) headers.set('referrer-policy', 'strict-origin-when-cross-origin')
	headers.set('permissions-policy', 'camera=(self), microphone=(), geolocation=(self), payment=(self)')
	headers.set('cross-origin-opener-policy', 'same-origin')
	if (!headers.has('content-security-policy'))
		headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'self'")
	if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-store')
	if (protocol === 'https:') headers.set('strict-transport-security', 'max-age=31536000')
	headers.delete('x-sveltekit-page')
	return response
}

/** What a page's content policy lets in beyond the usual; only its own load may say so. */
export interface Opening {
	/** Who may show the page in a frame. */
	frames?: string[]
	/** Further sources of other parties, by directive. */
	sources?: Record<string, string[]>
}

/** Widens one answer's content policy. */
export function open(response: Response, { frames, sources = {} }: Opening): void {
	const policy = response.headers.get('content-security-policy')
	if (!policy) return
	const directives = new Map(
		policy.split(';').map((part) => {
			const [name = '', ...values] = part.trim().split(/\s+/)
			return [name, values]
		}),
	)
	for (const [name, added] of Object.entries(sources)) {
		directives.set(name, [...(directives.get(name) ?? ["'self'"]), ...added])
	}
	if (frames) {
		directives.set('frame-ancestors', frames)
		// A page that is isolated from others can frame only what says that it may.
		response.headers.set('cross-origin-resource-policy', 'cross-origin')
	}
	const written = [...directives].map(([name, values]) => [name, ...values].join(' '))
	response.headers.set('content-security-policy', written.join('; '))
}
