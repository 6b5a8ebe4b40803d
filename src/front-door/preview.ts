/** A preview shows and never changes: here, before any route, every other request than a reading one ends. */
import { json, type RequestEvent } from '@sveltejs/kit'
import { m } from '#messages'

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

/** 403 for what a preview would change, as a page for people and as JSON for the page's own script; null for anything else. */
export async function refuseInPreview(event: RequestEvent): Promise<Response | null> {
	const { scope } = event.locals
	if (scope.kind !== 'client' || !scope.preview || reading.has(event.request.method)) return null
	const page = `/read-only?${new URLSearchParams({ back: cameFrom(event) })}`
	const { headers } = event.request
	if (headers.get('x-sveltekit-action') === 'true')
		return json({ type: 'redirect', status: 303, location: page }, { status: 403 })
	if (headers.get('accept')?.includes('application/json')) {
		const text = m.access_preview_refused({}, { locale: scope.preview.locale })
		return json({ ok: false, code: 'preview', reason: 'preview', text }, { status: 403 })
	}
	const shown = await event.fetch(page, { headers: { accept: 'text/html' } })
	return new Response(shown.body, { status: 403, headers: shown.headers })
}

/** The page whose form was sent. */
function cameFrom({ request, url }: RequestEvent): string {
	const from = URL.parse(request.headers.get('referer') ?? '')
	return from?.origin === url.origin ? from.pathname + from.search : '/'
}
