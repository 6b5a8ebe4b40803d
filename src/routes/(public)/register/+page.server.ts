import { error, redirect } from '@sveltejs/kit'
import { captchaOf } from '#features/registration/captcha/reads.ts'
import { readForm, sealForm, sentTooSoon, shortestSeconds } from '#features/registration/rules.ts'
import { registrationInput } from '#features/registration/schema.ts'
import { sendRegistration } from '#features/registration/writes.ts'
import { m } from '#messages'
import { now } from '#platform/clock/clock.ts'
import { read } from '#platform/db/db.ts'
import { codesOf, fieldsOf, refuse } from '../../../front-door/form.ts'
import * as gate from '../../../front-door/gate.ts'
import { deviceOf, tooOften } from '../../../front-door/portal-entry.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'
import { trouble } from './trouble.ts'

/** The company's contact form; there is none where it is switched off. Also framed by the company's website. */
export const load: PageServerLoad = async (event) => {
	const scope = gate.anybody(event)
	const { registration } = openOnly(event)
	const { workspaceId, country } = event.locals.workspace
	const { searchParams } = event.url
	const embedded = searchParams.has('embedded')
	const captcha = await read(scope, captchaOf)
	const { origins } = registration
	event.locals.opening = {
		...(embedded && { frames: origins.length > 0 ? ["'self'", ...origins] : ['*'] }),
		...(captcha && { sources: captcha.policy }),
	}
	const sent = searchParams.has('sent')
	return {
		embedded,
		sent,
		invites: registration.createsPortalAccount,
		country,
		form: sealForm(workspaceId, now()),
		shortest: shortestSeconds,
		captcha: captcha && !sent ? { script: captcha.script, mark: captcha.mark, siteKey: captcha.siteKey } : null,
		/** The same page, whoever frames it in whichever language. */
		address: addressOf(event.url),
	}
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.anybody(event)
		openOnly(event)
		const { workspace, locale } = event.locals
		const { values } = await fieldsOf(event.request)
		const done = addressOf(event.url, 'sent')
		// A field that no person sees: what fills it in is told what it wants to hear.
		if (values.website) redirect(303, done)
		const { website: _, form: sealed, ...typed } = values
		const form = readForm(workspace.workspaceId, sealed, now())
		if (!form) return trouble({ ...typed }, m.registration_old(), m.registration_old_text())
		const kept = { ...typed, form: sealed ?? '' }
		const input = registrationInput(workspace.country).safeParse(typed)
		if (!input.success) return refuse(locale, codesOf(input.error), kept)
		if (sentTooSoon(form, now())) return trouble(kept, m.registration_fast(), m.registration_fast_text())
		const field = (name: string) => values[name] ?? ''
		const sent = await sendRegistration(scope, {
			form,
			input: input.data,
			language: locale,
			device: deviceOf(event),
			field,
		})
		if (sent.ok) redirect(303, done)
		if (sent.reason === 'tooMany') return tooOften(event, sent.retryAfter, { values: kept })
		return trouble(kept, m.registration_captcha(), m.registration_captcha_text())
	},
}

function openOnly({ locals }: Pick<RequestEvent, 'locals'>) {
	const { settings } = locals.workspace
	if (!settings.registration.open) error(404)
	return settings
}

function addressOf(url: URL, more?: string): string {
	const kept = ['embedded', 'lang'].flatMap((name) => {
		const value = url.searchParams.get(name)
		return value === null ? [] : [`${name}=${encodeURIComponent(value)}`]
	})
	const query = [...kept, ...(more ? [more] : [])].join('&')
	return query ? `/register?${query}` : '/register'
}
