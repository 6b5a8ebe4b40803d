import type { RequestEvent } from '@sveltejs/kit'
import type { Locale } from '#i18n'
import { m } from '#messages'
import { awayProblem } from '#platform/api/problem.ts'
import { newToken } from '#platform/crypto/crypto.ts'
import { pickLocale } from '#platform/i18n/locale.ts'
import { escapeHtml } from '#platform/mail/fill.ts'
import css from '#ui/away.css?inline'
import { DRAWINGS } from '#ui/drawings.ts'
import tokens from '#ui/tokens.css?inline'

/** Seconds after which it is worth another try. */
const wait = 5
const forms = /^(application\/x-www-form-urlencoded|multipart\/form-data)/
/** A form larger than this carries a file, which cannot be put into a page. */
const largestForm = 128 * 1024
const neverShown = /password|code|token|secret/i

/** A second reading of a form that a browser sends without scripts, for `sayAway`; null for anything else. */
export function readAgain(request: Request): Request | null {
	const { method, headers } = request
	const length = Number(headers.get('content-length') ?? Number.NaN)
	const browser = headers.get('accept')?.includes('text/html') && !headers.has('x-sveltekit-action')
	const small = forms.test(headers.get('content-type') ?? '') && length <= largestForm
	return method === 'POST' && browser && small ? request.clone() : null
}

/**
 * Answers whatever it was while the database is away: 503, and when to come again. Neither the company nor the reader
 * is known then; the page stands by itself and tries again by itself, or holds what was being sent.
 */
export async function sayAway(event: RequestEvent, sent: Request | null): Promise<Response> {
	const { request, url, isDataRequest } = event
	if (url.pathname.startsWith('/api/')) return awayProblem()
	const accept = request.headers.get('accept') ?? '*/*'
	const locale = localeOf(event)
	const message = m.ui_away_title({}, { locale })
	if (request.headers.has('x-sveltekit-action')) {
		return answer(JSON.stringify({ type: 'error', status: 503, error: { status: 503, message } }), 'application/json')
	}
	if (isDataRequest || (accept.includes('application/json') && !accept.includes('text/html'))) {
		return answer(JSON.stringify({ message }), 'application/json')
	}
	if (!/text\/html|^\*\/\*/.test(accept)) return answer(message, 'text/plain')
	const fields = sent && (await fieldsIn(sent))
	const nonce = newToken()
	const response = answer(page(event, locale, nonce, fields), 'text/html')
	const policy = `default-src 'none'; img-src data:; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'`
	response.headers.set('content-security-policy', policy)
	return response
}

function answer(body: string, type: string): Response {
	const bytes = new TextEncoder().encode(body)
	const headers = {
		'content-type': `${type}; charset=utf-8`,
		'content-length': String(bytes.length),
		'retry-after': String(wait),
		'cache-control': 'no-store',
	}
	return new Response(bytes, { status: 503, headers })
}

function localeOf({ locals, cookies, request }: RequestEvent): Locale {
	if (locals.scope) return locals.locale
	return pickLocale(cookies.get('language'), request.headers.get('accept-language'), 'en')
}

/** What was typed, to be sent again from the page; null where it cannot or must not stand in one. */
async function fieldsIn(sent: Request): Promise<[string, string][] | null> {
	const form = await sent.formData().catch(() => null)
	const fields: [string, string][] = []
	for (const [name, value] of form ?? []) {
		if (typeof value !== 'string' && value.size > 0) return null
		if (typeof value !== 'string') continue
		if (neverShown.test(name)) return null
		fields.push([name, value])
	}
	return form && fields
}

function page({ request, url }: RequestEvent, locale: Locale, nonce: string, fields: [string, string][] | null) {
	const asked = request.method === 'GET' || request.method === 'HEAD'
	const text = asked ? m.ui_away_text : fields ? m.ui_away_unsent : m.ui_away_unkept
	const address = escapeHtml(url.pathname + url.search)
	const type = request.headers.get('content-type')?.startsWith('multipart/') ? ' enctype="multipart/form-data"' : ''
	const hidden = fields?.map(
		([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
	)
	const again = `<a class="btn" href="${address}">${escapeHtml(m.ui_away_again({}, { locale }))}</a>`
	const send = `<form method="post" action="${address}"${type}>${hidden?.join('')}
<button class="btn">${escapeHtml(m.ui_away_send({}, { locale }))}</button></form>`
	return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
${asked ? `<meta http-equiv="refresh" content="${wait}">` : ''}
<title>${escapeHtml(m.ui_away_title({}, { locale }))}</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${tokens}${css}</style>
</head>
<body>
<main>
<svg viewBox="0 0 132 76" aria-hidden="true"><path d="${DRAWINGS.generic.line}"/><path class="lit" d="${DRAWINGS.generic.lit}"/></svg>
<div>
<h1>${escapeHtml(m.ui_away_title({}, { locale }))}</h1>
<p>${escapeHtml(text({}, { locale }))}</p>
</div>
${asked ? again : fields ? send : ''}
</main>
</body>
</html>
`
}
