import { replaceUpload } from '#features/documents/versions/writes.ts'
import * as gate from '../../../../../../../front-door/gate.ts'
import { answerUpload } from '../../../../../../../front-door/uploads.ts'
import type { RequestHandler } from './$types'

/** Another content for this document, in the form's `file`. */
export const POST: RequestHandler = async (event) => {
	const scope = gate.staff(event)
	const stored = await replaceUpload(scope, event.params.id, event.request)
	const page = `/office/documents/${event.params.id}`
	return answerUpload(event, stored, { done: () => `${page}?replaced#versions`, form: page })
}
