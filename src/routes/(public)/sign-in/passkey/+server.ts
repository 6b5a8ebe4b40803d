import { error, redirect } from '@sveltejs/kit'
import { authentication } from '#features/access/passkeys/schema.ts'
import { signInWithPasskey } from '#features/access/passkeys/writes.ts'
import { localPath } from '#features/access/rules.ts'
import { fieldsOf } from '../../../../front-door/form.ts'
import * as gate from '../../../../front-door/gate.ts'
import { challengeOf, siteOf } from '../../../../front-door/passkeys.ts'
import { deviceOf, enterPortal, isSecure } from '../../../../front-door/portal-entry.ts'
import { setShut } from '../../../../front-door/shut.ts'
import type { RequestHandler } from './$types'

/** The page's script sends what the browser signed as a plain form: so the way in is the same as every other. */
export const POST: RequestHandler = async (event) => {
	const scope = gate.anybody(event)
	if (!event.locals.workspace.settings.signIn.passkey) error(404)
	const { values } = await fieldsOf(event.request)
	const response = authentication(values.credential ?? '')
	const challenge = response && challengeOf(event, 'portal', response)
	if (!challenge) redirect(303, '/sign-in?passkey=unknown')
	const result = await signInWithPasskey(scope, { response, challenge, site: siteOf(event) }, deviceOf(event))
	if (result.ok) return enterPortal(event, result.entered, localPath(values.next))
	if (result.reason === 'shut') {
		setShut(event.cookies, result.refusal, isSecure(event))
		redirect(303, '/sign-in')
	}
	redirect(303, result.reason === 'tooMany' ? '/sign-in?passkey=later' : '/sign-in?passkey=unknown')
}
