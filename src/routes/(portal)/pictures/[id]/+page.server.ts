import { error } from '@sveltejs/kit'
import { beside, findPicture, pairsOf } from '#features/documents/pictures/reads.ts'
import { pairView, toPicture } from '#features/documents/pictures/rules.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { PageServerLoad } from './$types'

/** One picture as large as the screen, and those beside it in the gallery of its project or site. */
export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event, 'documents')
	return read(scope, async (reader) => {
		const picture = await findPicture(reader, event.params.id)
		if (!picture) error(404)
		const { pairs } = await pairsOf(reader, { pictureId: picture.id }, { limit: 1 })
		return {
			picture: toPicture(picture),
			size: picture.size,
			by: picture.authorId === scope.contactId ? ('me' as const) : picture.authorName,
			place: picture.projectId ?? picture.siteId ?? picture.accountId,
			pair: pairs[0] ? pairView(pairs[0]) : null,
			...(await beside(reader, picture)),
		}
	})
}
