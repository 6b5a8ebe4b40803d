import { redirect } from '@sveltejs/kit'
import { itemKinds } from '#features/actionItems/rules.ts'
import { templateInput } from '#features/actionItems/schema.ts'
import { templates } from '#features/actionItems/templates/reads.ts'
import { examples } from '#features/actionItems/templates/readyMade/rules.ts'
import { createTemplate } from '#features/actionItems/templates/writes.ts'
import { textIn } from '#features/flows/rules.ts'
import { read } from '#platform/db/db.ts'
import { codesOf, fieldsOf, refuse } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	const scope = gate.manager(event)
	const { locale, workspace } = event.locals
	const archived = event.url.searchParams.has('archived')
	return read(scope, async (reader) => ({
		archived,
		templates: (await templates(reader, { archived })).map(({ id, kind, title, fields, dueDays }) => {
			return { id, kind, title: textIn(title, locale, workspace.language), fields: fields.length, dueDays }
		}),
		examples: examples.map(({ key, title }) => ({ key, title: textIn(title, locale, 'en') })),
	}))
}

/** What a form has as long as nobody has drawn its fields. */
const firstField = { type: 'text', label: { en: 'Your answer', es: 'Su respuesta' } }

export const actions: Actions = {
	create: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		const { key: _, ...example } = examples.find(({ key }) => key === values.model) ?? {
			key: '',
			kind: itemKinds.find((kind) => kind === values.kind),
			...(values.kind === 'form' && { fields: [firstField] }),
		}
		const title = values.title || ('title' in example ? example.title : undefined)
		const input = templateInput.safeParse({ ...example, title })
		if (!input.success) return refuse(event.locals.locale, codesOf(input.error), values)
		const made = await createTemplate(scope, input.data)
		redirect(303, `/office/settings/action-items/${made.id}`)
	},
}
