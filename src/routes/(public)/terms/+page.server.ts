import { error, fail, redirect } from '@sveltejs/kit'
import { localPath } from '#features/access/rules.ts'
import { acceptancesOf, termsOfVersion } from '#features/terms/reads.ts'
import { versionFor } from '#features/terms/rules.ts'
import { acceptTerms } from '#features/terms/writes.ts'
import { read } from '#platform/db/db.ts'
import { formatDate } from '#platform/i18n/format.ts'
import { renderMarkdown } from '#platform/markdown/markdown.ts'
import { fieldsOf } from '../../../front-door/form.ts'
import * as gate from '../../../front-door/gate.ts'
import { deviceOf } from '../../../front-door/portal-entry.ts'
import type { Actions, PageServerLoad } from './$types'

/** The company's terms, for everybody to read; who has to accept them does it here. */
export const load: PageServerLoad = async (event) => {
	const scope = gate.anybody(event)
	const { workspace, locale, termsDue = false } = event.locals
	const version = versionFor(workspace.terms, locale, workspace.language)
	if (version === null) error(404)
	const place = { locale, timeZone: workspace.timeZone }
	const { terms, accepted } = await read(scope, async (reader) => ({
		terms: await termsOfVersion(reader, version),
		accepted: scope.kind === 'client' ? await acceptancesOf(reader, scope.contactId) : [],
	}))
	if (!terms) error(404)
	const { title, body, language, createdAt } = terms
	const mine = accepted.find((one) => one.version >= version)
	return {
		title,
		html: renderMarkdown(body),
		language,
		version,
		since: formatDate(createdAt, place),
		due: termsDue,
		/** It accepted an earlier version. */
		again: termsDue && accepted.length > 0,
		signedIn: scope.kind === 'client',
		acceptedOn: mine ? formatDate(mine.at, place) : null,
		next: localPath(event.url.searchParams.get('next')),
	}
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.anybody(event)
		if (scope.kind !== 'client') redirect(303, '/sign-in?next=/terms')
		const { values } = await fieldsOf(event.request)
		if (!values.agree) return fail(422, { refused: 'missing' as const })
		const accepted = await acceptTerms(scope, Number(values.version), deviceOf(event))
		if (!accepted.ok) return fail(409, { refused: accepted.reason })
		redirect(303, localPath(values.next) ?? '/')
	},
}
