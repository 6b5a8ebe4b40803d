import { fail, type RequestEvent, redirect } from '@sveltejs/kit'
import type { Entered } from '#features/access/arrivals/writes.ts'
import type { Device } from '#features/access/sessions/writes.ts'
import { m } from '#messages'
import { dropAsking } from './asking.ts'
import { setSessionCookie } from './cookies.ts'
import { readDevice, setDevice } from './device.ts'

type Event = Pick<RequestEvent, 'cookies' | 'locals' | 'request' | 'setHeaders' | 'url'>

export const isSecure = (event: Pick<Event, 'url'>) => event.url.protocol === 'https:'

export function deviceOf({ cookies, locals, request }: Pick<Event, 'cookies' | 'locals' | 'request'>): Device {
	return { ip: locals.ip, userAgent: request.headers.get('user-agent') ?? '', known: readDevice(cookies) }
}

/** Goes on into the portal with the session that was opened. Who is in for the first time may choose a password first. */
export function enterPortal(event: Event, entered: Entered, next: string | null): never {
	setSessionCookie(event.cookies, 'portal', entered.token, entered.expiresAt, isSecure(event))
	setDevice(event.cookies, entered.device, isSecure(event))
	dropAsking(event.cookies)
	const offers = entered.registered && !entered.hasPassword && event.locals.workspace.settings.signIn.password
	redirect(303, offers ? `/profile/password?${new URLSearchParams({ welcome: next ?? '/' })}` : (next ?? '/'))
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
