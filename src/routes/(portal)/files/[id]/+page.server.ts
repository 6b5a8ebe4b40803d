import { error } from '@sveltejs/kit'
import { toView } from '#features/documents/lists/rules.ts'
import { findDocument } from '#features/documents/reads.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { PageServerLoad } from './$types'

/** Its area is the document's own business: what hangs on a message is seen by whoever sees the conversation. */
export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event, 'documents', 'messages')
	const document = await read(scope, (reader) => findDocument(reader, event.params.id))
	if (!document) error(404)
	const { attachment, conversationId } = document
	return { file: toView(scope, document), conversationId: attachment ? conversationId : null }
}
