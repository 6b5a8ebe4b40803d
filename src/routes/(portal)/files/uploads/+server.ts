import { storeUpload } from '#features/documents/writes.ts'
import { spend } from '#platform/limits/limits.ts'
import * as gate from '../../../../front-door/gate.ts'
import { answerUpload, tooOften } from '../../../../front-door/uploads.ts'
import type { RequestHandler } from './$types'

/** What one person can send in an hour, so that nobody fills the company's storage. */
const hourly = { name: 'client-upload', points: 200, duration: 3600 }

/** Files that a client sends by itself: they lie in its own folder, for it and the company to see. */
export const POST: RequestHandler = async (event) => {
	const scope = gate.client(event, 'documents')
	if (!(await spend(hourly, scope.contactId)).ok) return tooOften(event, '/files/new')
	const fixed = { folder: 'clientDocuments', sharedWithPortal: 'true', externalId: '', projectId: '' } as const
	const stored = await storeUpload(scope, event.request, { fixed })
	return answerUpload(event, stored, {
		done: (count) => `/files?folder=clientDocuments&sent=${count}`,
		form: '/files/new',
	})
}
