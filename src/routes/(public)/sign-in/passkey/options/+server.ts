import { error, json } from '@sveltejs/kit'
import { signInOptions } from '#features/access/passkeys/rules.ts'
import * as gate from '../../../../../front-door/gate.ts'
import { giveChallenge, siteOf } from '../../../../../front-door/passkeys.ts'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = (event) => {
	gate.anybody(event)
	if (!event.locals.workspace.settings.signIn.passkey) error(404)
	return json(signInOptions(siteOf(event), giveChallenge(event, 'portal')))
}
