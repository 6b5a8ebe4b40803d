import { toView } from '#features/documents/lists/rules.ts'
import { countFolders, listDocuments } from '#features/documents/reads.ts'
import { folders } from '#features/documents/rules.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../front-door/gate.ts'
import { viewOf } from '../../../front-door/narrowing.ts'
import type { PageServerLoad } from './$types'

const pageSize = 30
const newest = 5
const homesShown = 12

/** The folders and what is newest; with `?folder=` or `?q=` the files of that folder or search. `?site=` narrows both. */
export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event, 'documents')
	const { searchParams } = event.url
	const query = searchParams.get('q')?.trim().slice(0, 200) ?? ''
	const folder = folders.find((code) => code === searchParams.get('folder')) ?? null
	const whole = !query && !folder
	const place = { after: searchParams.get('after'), before: searchParams.get('before') }
	const filter = { query, folder: folder ?? undefined }
	const view = await viewOf(event, scope, searchParams.get('site'))
	return read(view.scope, async (reader) => {
		const [page, counts] = await Promise.all([
			listDocuments(reader, filter, whole ? { limit: newest } : { ...place, limit: pageSize }),
			whole ? countFolders(reader) : [],
		])
		return {
			query,
			folder,
			folders: counts.filter((count) => count.documents > 0),
			files: page.rows.map((item) => toView(scope, item)),
			back: page.back,
			next: page.next,
			homes: whole ? view.homes.slice(0, homesShown) : [],
			places: scope.accountIds.length + scope.siteIds.length,
			several: view.accounts.length > 1 && !view.account,
			sites: view.sites,
			site: view.site,
			sent: Number(searchParams.get('sent')) || 0,
		}
	})
}
