import { error, fail, redirect } from '@sveltejs/kit'
import { changeDocument } from '#features/documents/keeping/writes.ts'
import { pairsOf } from '#features/documents/pictures/reads.ts'
import { pairView, toPicture } from '#features/documents/pictures/rules.ts'
import { type Paired, pairPictures, swapPair, unpairPictures } from '#features/documents/pictures/writes.ts'
import { listDocuments } from '#features/documents/reads.ts'
import { caption } from '#features/documents/schema.ts'
import { findProject } from '#features/projects/reads.ts'
import { errorText } from '#platform/api/error-text.ts'
import { read } from '#platform/db/db.ts'
import { fieldsOf } from '../../../../../../front-door/form.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

const pageSize = 60
const pairsShown = 50

/** All pictures of a project, where its panel's forms lead, and come back to when refused. */
export const load: PageServerLoad = (event) => {
	const scope = gate.staff(event, gate.office, 'documents')
	const { searchParams } = event.url
	return read(scope, async (reader) => {
		const project = await findProject(reader, event.params.id)
		if (!project) error(404)
		const { id, name, accountId, siteId, accountName, archivedAt } = project
		const around = { after: searchParams.get('after'), before: searchParams.get('before'), limit: pageSize }
		const page = await listDocuments(reader, { pictures: true, projectId: id }, around)
		const { pairs } = await pairsOf(reader, { projectId: id }, { limit: pairsShown })
		return {
			project: { id, name, accountId, siteId, accountName, archived: archivedAt !== null },
			pictures: page.rows.map(toPicture),
			pairs: pairs.map(pairView),
			back: page.back,
			next: page.next,
		}
	})
}

type Event = { locals: App.Locals; params: { id: string } }

const refused = (event: Event, code: string, status = 422) =>
	fail(status, { refused: errorText(code, event.locals.locale) })

function answer(event: Event, outcome: Paired | null) {
	if (!outcome) error(404)
	if (outcome.ok) done(event, 'paired')
	return refused(event, outcome.reason, outcome.reason === 'picture_paired' ? 409 : 422)
}

function done({ params }: Event, what: string): never {
	redirect(303, `/office/projects/${params.id}?pictures=${what}#pictures`)
}

export const actions: Actions = {
	/** Of the two that are ticked the one that came first is the one from before. */
	pair: async (event) => {
		const scope = gate.staff(event, gate.office, 'documents')
		const { form } = await fieldsOf(event.request)
		const [beforeId, afterId, ...more] = form.getAll('id').map(String).sort()
		if (!beforeId || !afterId || more.length > 0) return refused(event, 'pictures_two')
		return answer(event, await pairPictures(scope, { beforeId, afterId }))
	},
	swap: async (event) => {
		const scope = gate.staff(event, gate.office, 'documents')
		const { values } = await fieldsOf(event.request)
		return answer(event, await swapPair(scope, values.pairId ?? ''))
	},
	unpair: async (event) => {
		const scope = gate.staff(event, gate.office, 'documents')
		const { values } = await fieldsOf(event.request)
		if (!(await unpairPictures(scope, values.pairId ?? ''))) error(404)
		return done(event, 'unpaired')
	},
	caption: async (event) => {
		const scope = gate.staff(event, gate.office, 'documents')
		const { values } = await fieldsOf(event.request)
		const input = caption.safeParse(values.caption ?? '')
		if (!input.success) return refused(event, input.error.issues[0]?.message ?? 'too_long')
		const outcome = await changeDocument(scope, values.id ?? '', { caption: input.data })
		if (!outcome.ok) error(404)
		return done(event, 'captioned')
	},
}
