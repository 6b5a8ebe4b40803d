import { fail, type RequestEvent, redirect } from '@sveltejs/kit'
import type { SignIn } from '#features/access/members/signIn/writes.ts'
import { m } from '#messages'
import { setSessionCookie } from './cookies.ts'
import { setDevice } from './device.ts'
import { dropPending, setPending } from './pending.ts'

const isSecure = (event: RequestEvent) => event.url.protocol === 'https:'

/** Goes on after a step of staff sign-in: into the office, or to the second factor. */
export function enterOffice(event: RequestEvent, result: SignIn, next: string): never {
	if (result.ok) {
		setSessionCookie(event.cookies, 'office', result.token, result.expiresAt, isSecure(event))
		setDevice(event.cookies, result.device, isSecure(event))
		dropPending(event.cookies)
		redirect(303, result.hasPassword ? next : '/office/me?welcome')
	}
	if (result.reason === 'secondFactor') {
		setPending(event.cookies, { memberId: result.memberId, next }, isSecure(event))
		redirect(303, '/office/sign-in/second')
	}
	redirect(303, '/office/sign-in?spent')
}

/** 429 with the typing kept and the time to wait in words. */
export function tooMany(event: RequestEvent, retryAfter: number, values: Record<string, string>) {
	event.setHeaders({ 'retry-after': String(retryAfter) })
	return fail(429, { ...values, error: m.members_too_many({ minutes: Math.ceil(retryAfter / 60) }) })
}
