import { redirect } from '@sveltejs/kit'
import { countDue, listTerms } from '#features/terms/reads.ts'
import { termsInput } from '#features/terms/schema.ts'
import { publishTerms } from '#features/terms/writes.ts'
import { read } from '#platform/db/db.ts'
import { formatDate } from '#platform/i18n/format.ts'
import { renderMarkdown } from '#platform/markdown/markdown.ts'
import { codesOf, fieldsOf, refuse } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.manager(event)
	const { workspace, locale } = event.locals
	const { searchParams } = event.url
	const { versions, due } = await read(scope, async (reader) => ({
		versions: await listTerms(reader),
		due: await countDue(reader),
	}))
	const shown = versions.find(({ version }) => String(version) === searchParams.get('read'))
	return {
		language: workspace.language,
		versions: versions.map(({ version, language, title, createdAt, by, accepted }) => ({
			version,
			language,
			title,
			by,
			accepted,
			day: formatDate(createdAt, { locale, timeZone: workspace.timeZone }),
			inForce: workspace.terms[language] === version,
		})),
		due,
		shown: shown && { version: shown.version, title: shown.title, html: renderMarkdown(shown.body) },
		/** To be worked on: the text that is in force. */
		drafts: Object.fromEntries(
			versions
				.filter(({ version, language }) => workspace.terms[language] === version)
				.map(({ language, title, body }) => [language, { title, body }]),
		),
		published: searchParams.has('published'),
	}
}

export const actions: Actions = {
	publish: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		const input = termsInput.safeParse(values)
		if (!input.success) return refuse(event.locals.locale, codesOf(input.error), values)
		await publishTerms(scope, input.data)
		redirect(303, '/office/settings/terms?published')
	},
	/** For browsers without scripts; the page's own renders while it is typed. */
	preview: async (event) => {
		gate.manager(event)
		const { values } = await fieldsOf(event.request)
		return { values, html: renderMarkdown((values.body ?? '').slice(0, 200_000)) }
	},
}
