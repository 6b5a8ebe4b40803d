import { redirect } from '@sveltejs/kit'
import { endPreview } from '#features/access/previews/writes.ts'
import { dropPreviewCookie } from '../../../../front-door/cookies.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** The way out of a preview, back to the contact that it was of. */
export const POST: RequestHandler = async (event) => {
	const scope = gate.staff(event)
	const contactId = await endPreview(scope, event.locals.person?.sessionId ?? '')
	dropPreviewCookie(event.cookies)
	redirect(303, contactId ? `/office/contacts/${contactId}` : '/office')
}

/** Whoever had to sign in again on the way out has no preview any more. */
export const GET: RequestHandler = (event) => {
	gate.staff(event)
	redirect(303, '/office')
}
