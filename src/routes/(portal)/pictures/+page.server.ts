import { error } from '@sveltejs/kit'
import { pairsOf, placesOfPictures } from '#features/documents/pictures/reads.ts'
import { byMonth, pairView, toPicture } from '#features/documents/pictures/rules.ts'
import { listDocuments } from '#features/documents/reads.ts'
import { read } from '#platform/db/db.ts'
import { formatMonth } from '#platform/i18n/format.ts'
import * as gate from '../../../front-door/gate.ts'
import { viewOf } from '../../../front-door/narrowing.ts'
import type { PageServerLoad } from './$types'

const pageSize = 60
const each = 12
const pairsShown = 20

/** Every project and site with its newest pictures; with `?place=` all pictures of one, by month. */
export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event, 'documents')
	const { workspace, locale } = event.locals
	const { searchParams } = event.url
	const monthOf = (at: Date) => formatMonth(at, { locale, timeZone: workspace.timeZone })
	const wished = searchParams.get('place')
	// A place has an address of its own, which opens whichever account is looked at.
	const seen = wished ? scope : (await viewOf(event, scope)).scope
	return read(seen, async (reader) => {
		const places = await placesOfPictures(reader, each)
		const place = wished ? (places.find(({ id }) => id === wished) ?? error(404)) : null
		const only = place ?? (places.length === 1 ? places[0] : null)
		const pairs = (await pairsOf(reader, only ? { place: only.id } : {}, { limit: pairsShown })).pairs.map(pairView)
		if (!only) return { places, place: null, alone: false, months: [], pairs, back: null, next: null }
		const around = { after: searchParams.get('after'), before: searchParams.get('before'), limit: pageSize }
		const page = await listDocuments(reader, { pictures: true, place: only.id }, around)
		return {
			places: [],
			place: { id: only.id, name: only.name, where: only.where, total: only.total },
			alone: places.length === 1,
			months: byMonth(page.rows.map(toPicture), monthOf),
			pairs: page.back ? [] : pairs,
			back: page.back,
			next: page.next,
		}
	})
}
