import type { RequestEvent } from '@sveltejs/kit'
import type { ResolveOptions } from '@sveltejs/kit/hooks'
import { installationIsEmpty } from '#features/workspaces/reads.ts'
import { pickLocale } from '#platform/i18n/locale.ts'
import { visitorScope } from '#platform/scope/make.ts'

/**
 * A host without a workspace. On an empty installation every page leads to the set-up page; otherwise
 * the answer says only that nothing is here.
 */
export async function noWorkspace(
	event: RequestEvent,
	resolve: (event: RequestEvent, options?: ResolveOptions) => Promise<Response>,
): Promise<Response> {
	const plain = { 'content-type': 'text/plain; charset=utf-8' }
	if (!(await installationIsEmpty()))
		return new Response('There is no portal at this address.', { status: 404, headers: plain })
	if (event.url.pathname !== '/setup') return new Response(null, { status: 303, headers: { location: '/setup' } })
	event.locals.locale = pickLocale(event.cookies.get('language'), event.request.headers.get('accept-language'), 'en')
	event.locals.scope = visitorScope({ workspaceId: 'wsp_none', locale: event.locals.locale })
	event.locals.person = null
	return resolve(event, {
		transformPageChunk: ({ html }) =>
			html.replace('%lang%', event.locals.locale).replace('%brand%', '#d2521a').replace('%company%', ''),
	})
}
