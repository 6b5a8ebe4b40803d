import { redirect } from '@sveltejs/kit'
import { endSession } from '#features/access/sessions/writes.ts'
import { dropSessionCookie } from '../../../../front-door/cookies.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = async (event) => {
	const scope = gate.anybody(event)
	const { person } = event.locals
	if (scope.kind === 'staff' && person)
		await endSession(scope.workspaceId, person.sessionId, { type: 'member', id: scope.memberId })
	dropSessionCookie(event.cookies, 'office')
	redirect(303, '/office/sign-in')
}
