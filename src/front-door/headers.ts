/** What every answer carries. The content policy of pages is set by the framework, with a nonce. */
export function secure(response: Response, https: boolean): Response {
	const { headers } = response
	headers.set('x-content-type-options', 'nosniff')
	if (!headers.has('referrer-policy')) headers.set('referrer-policy', 'strict-origin-when-cross-origin')
	headers.set('permissions-policy', 'camera=(self), microphone=(), geolocation=(self), payment=(self)')
	headers.set('cross-origin-opener-policy', 'same-origin')
	if (!headers.has('content-security-policy'))
		headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'self'")
	if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-store')
	if (https) headers.set('strict-transport-security', 'max-age=31536000')
	headers.delete('x-sveltekit-page')
	return response
}
