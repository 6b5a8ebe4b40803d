import { redirect } from '@sveltejs/kit'
import { receiveImport } from '#features/imports/uploads/writes.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** A file to import, streamed in. */
export const POST: RequestHandler = async (event) => {
	const scope = gate.staff(event)
	const received = await receiveImport(scope, event.request)
	redirect(303, received.ok ? `/office/import/${received.id}` : `/office/import?refused=${received.reason}`)
}
