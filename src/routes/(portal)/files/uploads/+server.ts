import { storeUpload } from '#features/documents/writes.ts'
import * as gate from '../../../../front-door/gate.ts'
import { answerUpload } from '../../../../front-door/uploads.ts'
import type { RequestHandler } from './$types'

/** Files that a client sends by itself: they lie in its own folder, for it and the company to see. */
export const POST: RequestHandler = async (event) => {
	const scope = gate.client(event, 'documents')
	const fixed = { folder: 'clientDocuments', sharedWithPortal: 'true', externalId: '', projectId: '' } as const
	const stored = await storeUpload(scope, event.request, { fixed })
	return answerUpload(event, stored, {
		done: (count) => `/files?folder=clientDocuments&sent=${count}`,
		form: '/files/new',
	})
}
