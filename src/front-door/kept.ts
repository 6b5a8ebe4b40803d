/**
 * A plain form (sent without scripts) that meets a gate after its session has ended: what was typed waits, sealed,
 * in the database; this browser holds the key. After signing in, `/kept` shows it and offers to send it.
 */
import type { RequestEvent } from '@sveltejs/kit'
import { findKeptForm } from '#features/kept/reads.ts'
import { authorOf, type KeptForm, limits, mayKeep, typedValues } from '#features/kept/rules.ts'
import { dropKeptForm, keepForm as keep } from '#features/kept/writes.ts'
import { read } from '#platform/db/db.ts'
import { readMultipart } from '#platform/files/multipart.ts'
import { spend } from '#platform/limits/limits.ts'
import type { ClientScope, StaffScope } from '#platform/scope/scope.ts'
import { faceOf } from './actor.ts'

const places = {
	portal: { path: '/', page: '/kept', signIn: '/sign-in', kept: 'portal_kept', author: 'portal_author' },
	office: {
		path: '/office',
		page: '/office/kept',
		signIn: '/office/sign-in',
		kept: 'office_kept',
		author: 'office_author',
	},
} as const
const authorDays = 400
const perAddress = { name: 'kept-forms', points: 30, duration: 600 }

const placeOf = (event: Pick<RequestEvent, 'url'>) => places[faceOf(event.url.pathname)]
const optionsOf = (event: Pick<RequestEvent, 'url'>) => ({
	path: placeOf(event).path,
	httpOnly: true,
	sameSite: 'lax' as const,
	secure: event.url.protocol === 'https:',
})
const wantsPage = (request: Request) => request.headers.get('accept')?.includes('text/html') ?? false

/** The encoding of a form that a browser sends by itself; null for whatever a script sends. */
function encodingOf(request: Request): KeptForm['encoding'] | null {
	if (request.method !== 'POST' || !wantsPage(request) || request.headers.has('x-sveltekit-action')) return null
	const type = request.headers.get('content-type') ?? ''
	const known = ['application/x-www-form-urlencoded', 'multipart/form-data'] as const
	return known.find((one) => type.startsWith(one)) ?? null
}

/** Lets the browser remember, in a form that nobody can read, who is signed in: only that person gets a form back. */
export function rememberAuthor(event: RequestEvent): void {
	const { scope } = event.locals
	const signedIn = scope.kind === 'staff' || (scope.kind === 'client' && !scope.preview)
	if (!signedIn || !wantsPage(event.request)) return
	const name = placeOf(event).author
	const author = authorOf(scope)
	if (event.cookies.get(name) === author) return
	event.cookies.set(name, author, { ...optionsOf(event), maxAge: authorDays * 86_400 })
}

/** Once somebody signed in sends a form, the one that waited has been dealt with. */
export function forgetSentForm(event: RequestEvent): void {
	const { kept, page, path } = placeOf(event)
	if (
		['visitor', 'link'].includes(event.locals.scope.kind) ||
		!encodingOf(event.request) ||
		event.url.pathname === page
	)
		return
	if (event.cookies.get(kept) === undefined) return
	event.cookies.delete(kept, { path })
}

/** Keeps the form of a request that a gate has turned away, and leads back to it after sign-in. */
export async function keepForm(event: RequestEvent, response: Response): Promise<Response> {
	const { locals, request } = event
	const encoding = encodingOf(request)
	if (!locals.turnedAway || !encoding || request.bodyUsed || locals.scope.kind !== 'visitor') return response
	const { workspaceId } = locals.scope
	if (!(await spend(perAddress, `${workspaceId} ${locals.ip}`)).ok) return response
	const action = event.url.pathname + event.url.search
	const form = { action, encoding, ...(await contentOf(request, encoding)) }
	if (typedValues(form).length === 0) return response
	const { page, signIn, kept, author } = placeOf(event)
	const { token, expiresAt } = await keep(locals.scope, form, event.cookies.get(author) ?? null)
	const headers = new Headers(response.headers)
	headers.set('location', `${signIn}?next=${encodeURIComponent(page)}`)
	headers.append('set-cookie', event.cookies.serialize(kept, token, { ...optionsOf(event), expires: expiresAt }))
	return new Response(null, { status: response.status, headers })
}

/** Reads a form as far as it may be kept: a field that would be too much ends it. */
async function contentOf(
	request: Request,
	encoding: KeptForm['encoding'],
): Promise<Pick<KeptForm, 'fields' | 'files'>> {
	const fields: KeptForm['fields'] = []
	let room = limits.bytes
	let files = false
	const add = (name: string, value: string): void => {
		room -= Buffer.byteLength(name) + Buffer.byteLength(value)
		if (room >= 0 && fields.length < limits.fields && mayKeep(name)) fields.push([name, value])
	}
	if (encoding === 'multipart/form-data') {
		await readMultipart(request, {
			maxFiles: 20,
			fields: 'all',
			fieldBytes: limits.bytes,
			onField: add,
			onFile: async ({ filename, content }) => {
				files ||= filename !== ''
				for await (const _ of content);
			},
		}).catch(() => {})
	} else {
		for (const [name, value] of new URLSearchParams(await textOf(request))) add(name, value)
	}
	return room >= 0 ? { fields, files } : { fields: [], files }
}

/** Every byte may have been written as three. */
const encodedBytes = limits.bytes * 3
const readBytes = 8 * 1024 * 1024

/**
 * The text of a request; nothing of one that is too long. That one is read on and thrown away, within bounds: a browser
 * that is still sending would report a broken connection and not show the answer.
 */
async function textOf(request: Request): Promise<string> {
	const pieces: Uint8Array[] = []
	let size = 0
	for await (const piece of request.body ?? []) {
		size += piece.length
		if (size <= encodedBytes) pieces.push(piece)
		if (size > readBytes) break
	}
	return size <= encodedBytes ? Buffer.concat(pieces).toString() : ''
}

/** For the page that gives a form back: the one that waits for this person on this browser. */
export async function keptForm(event: RequestEvent, scope: ClientScope | StaffScope): Promise<KeptForm | null> {
	const token = event.cookies.get(placeOf(event).kept)
	return token ? read(scope, (reader) => findKeptForm(reader, token)) : null
}

/** Throws the waiting form away, if it is this person's. */
export async function discardKeptForm(event: RequestEvent, scope: ClientScope | StaffScope): Promise<void> {
	const { kept, path } = placeOf(event)
	const token = event.cookies.get(kept)
	if (token && (await keptForm(event, scope))) await dropKeptForm(scope, token)
	event.cookies.delete(kept, { path })
}

/** True on a sign-in page that leads to a form that waits. */
export function formWaits(event: Pick<RequestEvent, 'url' | 'cookies'>): boolean {
	const { page, kept } = placeOf(event)
	return event.url.searchParams.get('next') === page && event.cookies.get(kept) !== undefined
}
