import { redirect } from '@sveltejs/kit'
import { authentication } from '#features/access/passkeys/schema.ts'
import { signInMemberWithPasskey } from '#features/access/passkeys/writes.ts'
import { visitorScope } from '#platform/scope/make.ts'
import { fieldsOf, safeNext } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import { enterOffice } from '../../../../../front-door/office-entry.ts'
import { challengeOf, siteOf } from '../../../../../front-door/passkeys.ts'
import { deviceOf } from '../../../../../front-door/portal-entry.ts'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = async (event) => {
	gate.anybody(event)
	const { workspace, locale } = event.locals
	const { values } = await fieldsOf(event.request)
	const response = authentication(values.credential ?? '')
	const challenge = response && challengeOf(event, 'office', response)
	if (!challenge) redirect(303, '/office/sign-in?passkey')
	const scope = visitorScope({ workspaceId: workspace.workspaceId, locale })
	const proof = { response, challenge, site: siteOf(event) }
	const result = await signInMemberWithPasskey(scope, proof, deviceOf(event))
	if (!result.ok) redirect(303, '/office/sign-in?passkey')
	return enterOffice(event, result, safeNext(values.next, '/office'))
}
