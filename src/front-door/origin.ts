const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A change may come only from our own pages: a browser says so by `Sec-Fetch-Site`, older ones by
 * `Origin`. A request with neither carries no cookie that a browser attached by itself.
 */
export function comesFromElsewhere(request: Request, url: URL): boolean {
	if (safe.has(request.method)) return false
	const site = request.headers.get('sec-fetch-site')
	if (site) return site !== 'same-origin' && site !== 'none'
	const origin = request.headers.get('origin')
	return origin !== null && origin !== url.origin
}
