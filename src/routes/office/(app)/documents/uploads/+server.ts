import { storeUpload } from '#features/documents/writes.ts'
import * as gate from '../../../../../front-door/gate.ts'
import { answerUpload } from '../../../../../front-door/uploads.ts'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = async (event) => {
	const scope = gate.staff(event)
	const stored = await storeUpload(scope, event.request)
	const account = stored.ok ? (stored.documents[0]?.accountId ?? '') : ''
	const project = stored.ok ? stored.documents[0]?.projectId : null
	const part = stored.ok && stored.documents[0]?.folder === 'photos' ? 'pictures' : 'documents'
	return answerUpload(event, stored, {
		done: () =>
			project
				? `/office/projects/${project}#${part}`
				: `/office/documents?account=${account}&did=upload&ids=${stored.ok ? stored.documents.map(({ id }) => id).join(',') : ''}`,
		form: '/office/documents/new',
	})
}
