import { storeUpload } from '#features/documents/writes.ts'
import { spend } from '#platform/limits/limits.ts'
import * as gate from '../../../../front-door/gate.ts'
import { answerUpload, tooOften } from '../../../../front-door/uploads.ts'
import type { RequestHandler } from './$types'
import { hourly, sentByClient } from './limits.ts'

export const POST: RequestHandler = async (event) => {
	const scope = gate.client(event, 'documents')
	if (!(await spend(hourly, scope.contactId)).ok) return tooOften(event, '/files/new')
	const stored = await storeUpload(scope, event.request, { fixed: sentByClient })
	return answerUpload(event, stored, {
		done: (count) => `/files?folder=clientDocuments&sent=${count}`,
		form: '/files/new',
	})
}
