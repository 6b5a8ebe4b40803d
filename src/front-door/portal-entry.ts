import { fail, type RequestEvent, redirect } from '@sveltejs/kit'
import type { Entered } from '#features/access/arrivals/writes.ts'
import type { Device } from '#features/access/sessions/writes.ts'
import { m } from '#messages'
import { dropAsking } from './asking.ts'
import { setSessionCookie } from './cookies.ts'

type Event = Pick<RequestEvent, 'cookies' | 'locals' | 'request' | 'setHeaders' | 'url'>

export const isSecure = (event: Pick<Event, 'url'>) => event.url.protocol === 'https:'

export function deviceOf({ locals, request }: Event): Device {
	return { ip: locals.ip, userAgent: request.headers.get('user-agent') ?? '' }
}

/** Goes on into the portal with the session that was opened. */
export function enterPortal(event: Event, { token, expiresAt }: Entered, next: string | null): never {
	setSessionCookie(event.cookies, 'portal', token, expiresAt, isSecure(event))
	dropAsking(event.cookies)
	redirect(303, next ?? '/')
}

/** What stands above a form that was refused. */
export interface Trouble {
	title: string
	text?: string
}

/** 429 with the time to wait in words; the page shows the typing again. */
export function tooOften<T extends object>(event: Event, retryAfter: number, typed: T) {
	event.setHeaders({ 'retry-after': String(retryAfter) })
	const trouble: Trouble = {
		title: m.access_too_many(),
		text: m.access_too_many_text({ count: Math.ceil(retryAfter / 60) }),
	}
	return fail(429, { ...typed, trouble })
}
