import type { RequestEvent } from '@sveltejs/kit'
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import { headOf } from '#features/workspaces/icons/rules.ts'
import { workspaceOfHost } from '#features/workspaces/reads.ts'
import { overwriteGetLocale } from '#i18n'
import { theApp } from '#platform/app/app.ts'
import { noteAway } from '#platform/db/away.ts'
import { newId } from '#platform/id/id.ts'
import { log, loggablePath } from '#platform/log/log.ts'
import { getRequestEvent } from '$app/server'
import { faceOf, identify } from './front-door/actor.ts'
import { readAgain, sayAway } from './front-door/away.ts'
import { compress } from './front-door/compress.ts'
import { renewSessionCookie } from './front-door/cookies.ts'
import { open, secure } from './front-door/headers.ts'
import { forgetSentForm, keepForm, rememberAuthor } from './front-door/kept.ts'
import { endStream } from './front-door/live.ts'
import { noWorkspace } from './front-door/no-workspace.ts'
import { comesFromElsewhere } from './front-door/origin.ts'
import { refuseInPreview } from './front-door/preview.ts'

type Resolve = Parameters<Handle>[0]['resolve']

overwriteGetLocale(() => getRequestEvent().locals.locale ?? 'en')

/** The front door: host → workspace → actor. The gates (front-door/gate.ts) stand at each route. */
export const handle: Handle = async ({ event, resolve }) => {
	event.locals.requestId = newId('req')
	event.locals.ip = event.getClientAddress()
	event.locals.locale = 'en'
	if (comesFromElsewhere(event.request, event.url) && !isForPrograms(event.url.pathname)) {
		return secure(new Response('This request came from another site.', { status: 403 }), event.url)
	}
	const sent = readAgain(event.request)
	const response = await answer(event, resolve).catch((error) => {
		if (!noteAway(error)) throw error
		event.locals.away = true
		return null
	})
	const given = event.locals.away || !response ? await sayAway(event, sent) : response
	return secure(await compress(event.request, given), event.url)
}

async function answer(event: RequestEvent, resolve: Resolve): Promise<Response> {
	const workspace = await workspaceOfHost(event.url.host, theApp().baseHost)
	if (!workspace) return noWorkspace(event, resolve)
	event.locals.workspace = workspace
	Object.assign(event.locals, await identify(event, workspace))
	const refused = isForPrograms(event.url.pathname) ? null : await refuseInPreview(event)
	if (refused) return refused
	renewSessionCookie(event, faceOf(event.url.pathname))
	rememberAuthor(event)
	forgetSentForm(event)
	const response = await resolve(event, {
		transformPageChunk: ({ html }) =>
			html
				.replace('%lang%', event.locals.locale)
				.replace('%brand%', workspace.brandColor)
				.replace('%company%', () => headOf(workspace, faceOf(event.url.pathname) === 'office')),
		preload: ({ type, path }) =>
			type === 'js' || type === 'css' || (type === 'font' && path.includes('latin-wght-normal')),
	})
	if (event.locals.opening) open(response, event.locals.opening)
	return keepForm(event, endStream(event, response))
}

/** The API and the hooks of other services carry no cookie; they prove who they are by key or signature. */
function isForPrograms(pathname: string): boolean {
	return pathname.startsWith('/api/') || pathname.startsWith('/hooks/')
}

/** What is unexpected is logged with the request's id, which the error page shows too. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
	const { requestId } = event.locals
	if (kind === 'unknown' && noteAway(error)) {
		event.locals.away = true
		return { requestId, status: 503 }
	}
	if (kind === 'unknown') {
		log.error({ requestId, path: loggablePath(event.url.pathname), err: describe(error) }, 'a request failed')
	}
	return { requestId }
}

function describe(error: unknown): string {
	return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
