import { error, redirect } from '@sveltejs/kit'
import { changeDocument } from '#features/documents/keeping/writes.ts'
import { sitesOf } from '#features/documents/lists/reads.ts'
import { toView } from '#features/documents/lists/rules.ts'
import { findDocument } from '#features/documents/reads.ts'
import { documentChange } from '#features/documents/schema.ts'
import { versionsOf } from '#features/documents/versions/reads.ts'
import { restoreVersion } from '#features/documents/versions/writes.ts'
import { errorText } from '#platform/api/error-text.ts'
import { read } from '#platform/db/db.ts'
import { codesOf, fieldsOf, refuse } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.staff(event)
	const refused = event.url.searchParams.get('refused')?.match(/^[a-z_]{1,40}$/)?.[0]
	return read(scope, async (reader) => {
		const document = await findDocument(reader, event.params.id)
		if (!document) error(404)
		const { attachment, conversationId } = document
		return {
			file: toView(scope, document),
			conversationId: attachment ? conversationId : null,
			sites: await sitesOf(reader, document.accountId),
			versions: (await versionsOf(reader, document)).map(({ storageKey: _, sha256: __, ...version }) => version),
			saved: event.url.searchParams.has('saved'),
			replaced: event.url.searchParams.has('replaced'),
			refused: refused ? errorText(refused, event.locals.locale) : null,
		}
	})
}

export const actions: Actions = {
	restore: async (event) => {
		const scope = gate.staff(event)
		const { values } = await fieldsOf(event.request)
		const row = await restoreVersion(scope, event.params.id, values.version ?? '')
		if (!row) error(404)
		redirect(303, `/office/documents/${event.params.id}?replaced#versions`)
	},
	save: async (event) => {
		const scope = gate.staff(event)
		const { values } = await fieldsOf(event.request)
		const given = { ...values, siteId: values.siteId || null, sharedWithPortal: values.sharedWithPortal === 'on' }
		const change = documentChange.omit({ externalId: true }).safeParse(given)
		if (!change.success) return refuse(event.locals.locale, codesOf(change.error), values)
		const result = await changeDocument(scope, event.params.id, change.data)
		if (result.ok) redirect(303, `/office/documents/${event.params.id}?saved`)
		if (result.reason === 'unknown') error(404)
		return refuse(event.locals.locale, { [result.path]: result.code }, values)
	},
}
