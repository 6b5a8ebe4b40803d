import { redirect } from '@sveltejs/kit'
import { publishedFlows } from '#features/flows/reads.ts'
import { findAccount } from '#features/people/accounts/reads.ts'
import { findPlaces } from '#features/people/finding/reads.ts'
import { sitesOfAccount } from '#features/people/sites/reads.ts'
import { projectInput } from '#features/projects/schema.ts'
import { createProject } from '#features/projects/writes.ts'
import { read } from '#platform/db/db.ts'
import { codesOf, fieldsOf, refuse } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

/** First for whom, then what. */
export const load: PageServerLoad = (event) => {
	const scope = gate.staff(event, gate.office, 'projects')
	const { searchParams } = event.url
	const find = searchParams.get('find') ?? ''
	return read(scope, async (reader) => {
		const account = await findAccount(reader, searchParams.get('account') ?? '')
		const living = account && !account.archivedAt ? account : null
		const sites = living ? await sitesOfAccount(reader, living.id) : []
		return {
			find,
			found: living ? [] : (await findPlaces(reader, find)).filter((hit) => hit.type === 'account'),
			account: living && { id: living.id, name: living.name },
			sites: sites.map(({ id, name, line1 }) => ({ id, name: name || line1 })),
			flows: living ? (await publishedFlows(reader)).map(({ id, name }) => ({ id, name })) : [],
		}
	})
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		const { values } = await fieldsOf(event.request)
		const input = projectInput.safeParse({ ...values, name: values.name || null, siteId: values.siteId || null })
		if (!input.success) return refuse(event.locals.locale, codesOf(input.error), values)
		const outcome = await createProject(scope, input.data)
		if (outcome.ok) redirect(303, `/office/projects/${outcome.project.id}?created`)
		return refuse(event.locals.locale, 'path' in outcome ? { [outcome.path]: outcome.reason } : {}, values)
	},
}
