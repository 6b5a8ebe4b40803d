import { error } from '@sveltejs/kit'
import { accountOf, sitesOf } from '#features/documents/lists/reads.ts'
import { errorText } from '#platform/api/error-text.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { PageServerLoad } from './$types'

/** The upload form of one account; after a refusal without scripts it comes back with what was typed, and why. */
export const load: PageServerLoad = async (event) => {
	const scope = gate.staff(event)
	const { searchParams } = event.url
	const value = (name: string) => searchParams.get(name)?.slice(0, 200) ?? ''
	const code = value('refused').match(/^[a-z_]{1,40}$/)?.[0]
	return read(scope, async (reader) => {
		const account = await accountOf(reader, value('accountId'))
		if (!account) error(404)
		return {
			account,
			sites: await sitesOf(reader, account.id),
			projectId: value('projectId'),
			values: {
				folder: value('folder'),
				siteId: value('siteId'),
				title: value('title'),
				shared: value('sharedWithPortal') !== '',
			},
			refused: code ? { text: errorText(code, event.locals.locale), name: value('name') } : null,
		}
	})
}
