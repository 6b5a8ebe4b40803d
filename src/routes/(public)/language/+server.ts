import { redirect } from '@sveltejs/kit'
import { locales } from '#i18n'
import { fieldsOf, safeNext } from '../../../front-door/form.ts'
import * as gate from '../../../front-door/gate.ts'
import { isSecure } from '../../../front-door/portal-entry.ts'
import type { RequestHandler } from './$types'

/** The language of the public pages, remembered by the browser; who is signed in has one in the profile. */
export const POST: RequestHandler = async (event) => {
	gate.anybody(event)
	const { values } = await fieldsOf(event.request)
	const chosen = locales.find((locale) => locale === values.language)
	const year = 365 * 24 * 3600
	if (chosen)
		event.cookies.set('language', chosen, {
			path: '/',
			httpOnly: true,
			sameSite: 'lax',
			secure: isSecure(event),
			maxAge: year,
		})
	redirect(303, safeNext(values.back, '/sign-in'))
}
