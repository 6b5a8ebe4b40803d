import { error, json } from '@sveltejs/kit'
import { registrationOptions } from '#features/access/passkeys/writes.ts'
import * as gate from '../../../../../front-door/gate.ts'
import { giveChallenge, siteOf } from '../../../../../front-door/passkeys.ts'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = async (event) => {
	const scope = gate.client(event)
	const { name = '', email = null } = event.locals.person ?? {}
	const user = { name: email ?? name, displayName: name }
	const challenge = giveChallenge(event, `new:${scope.contactId}`)
	const options = await registrationOptions(scope, siteOf(event), user, challenge)
	return options ? json(options) : error(404)
}
