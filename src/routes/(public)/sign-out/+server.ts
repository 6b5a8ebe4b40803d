import { redirect } from '@sveltejs/kit'
import { endSession } from '#features/access/sessions/writes.ts'
import { dropSessionCookie } from '../../../front-door/cookies.ts'
import * as gate from '../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = async (event) => {
	const scope = gate.anybody(event)
	const { person } = event.locals
	if (scope.kind === 'client' && person)
		await endSession(scope.workspaceId, person.sessionId, { type: 'contact', id: scope.contactId })
	dropSessionCookie(event.cookies, 'portal')
	redirect(303, '/sign-in?out')
}
