import { fail, redirect } from '@sveltejs/kit'
import { askForCode, tryCode } from '#features/access/codes/writes.ts'
import { secondsToWait } from '#features/access/rules.ts'
import { code as codeShape } from '#features/access/schema.ts'
import { m } from '#messages'
import { now } from '#platform/clock/clock.ts'
import { type Asking, readAsking, setAsking } from '../../../../front-door/asking.ts'
import { fieldsOf } from '../../../../front-door/form.ts'
import * as gate from '../../../../front-door/gate.ts'
import { deviceOf, enterPortal, isSecure, tooOften } from '../../../../front-door/portal-entry.ts'
import { shownAddress } from '../shown.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'
import { refusal } from './refusal.ts'

export const load: PageServerLoad = (event) => {
	const scope = gate.anybody(event)
	const asking = askingOf(event)
	if (scope.kind === 'client') redirect(303, asking.next ?? '/')
	const { country, settings } = event.locals.workspace
	return {
		shown: shownAddress(asking, country),
		channel: asking.channel,
		byCode: settings.signIn.code,
		wait: secondsToWait(new Date(asking.askedAt), now()),
	}
}

export const actions: Actions = {
	try: async (event) => {
		const scope = gate.anybody(event)
		const asking = askingOf(event)
		// Sent twice: the first has let this browser in.
		if (scope.kind === 'client') redirect(303, asking.next ?? '/')
		const { values } = await fieldsOf(event.request)
		const code = values.code ?? ''
		const shaped = codeShape.safeParse(code)
		if (!shaped.success)
			return fail(422, { code, error: m.access_code_shape(), trouble: { title: m.access_code_shape() } })
		const result = await tryCode(scope, asking, shaped.data, deviceOf(event))
		if (result.ok) return enterPortal(event, result.entered, asking.next)
		if (result.reason === 'off') redirect(303, '/sign-in')
		if (result.reason === 'tooMany') return tooOften(event, result.retryAfter, { code })
		if (result.reason === 'shut') return fail(403, { code: '', shut: result.refusal })
		return fail(422, { code, ...refusal(result) })
	},
	again: async (event) => {
		const scope = gate.anybody(event)
		const asking = askingOf(event)
		const result = await askForCode(scope, asking, asking.next, deviceOf(event))
		if (!result.ok && result.reason === 'off') redirect(303, '/sign-in')
		if (!result.ok) return tooOften(event, result.retryAfter, { code: '' })
		setAsking(event.cookies, { ...asking, askedAt: result.askedAt.getTime() }, isSecure(event))
		return { sent: result.fresh, wait: secondsToWait(result.askedAt, now()) }
	},
}

/** The address travels in a sealed cookie; without it, and without a message asked for, there is nothing to do on this page. */
function askingOf({ cookies }: RequestEvent | Parameters<PageServerLoad>[0]): Asking & { askedAt: number } {
	const asking = readAsking(cookies)
	return asking?.askedAt ? { ...asking, askedAt: asking.askedAt } : redirect(303, '/sign-in')
}
