import { redirect } from '@sveltejs/kit'
import { listFlows } from '#features/flows/reads.ts'
import { readyMade } from '#features/flows/readyMade/rules.ts'
import { addAllReadyMade, createFromReadyMade } from '#features/flows/readyMade/writes.ts'
import { stepsOf } from '#features/flows/rules.ts'
import { flowInput } from '#features/flows/schema.ts'
import { createFlow } from '#features/flows/writes.ts'
import { countByFlow } from '#features/projects/lists/reads.ts'
import { read } from '#platform/db/db.ts'
import { codesOf, fieldsOf, refuse } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	const scope = gate.manager(event)
	const archived = event.url.searchParams.has('archived')
	return read(scope, async (reader) => {
		const { rows } = await listFlows(reader, { filter: { archived }, limit: 200 })
		const counts = await countByFlow(reader)
		const others = await listFlows(reader, { filter: { archived: !archived }, limit: 1 })
		return {
			archived,
			any: rows.length + others.rows.length,
			flows: rows.map(({ id, name, projectType, version, status, publishedVersion, stages }) => ({
				id,
				name,
				projectType,
				version,
				status,
				publishedVersion,
				steps: stepsOf(stages).length,
				projects: counts.get(id) ?? 0,
			})),
			readyMade: readyMade.map(({ key, name }) => ({ key, name: name[event.locals.locale] })),
		}
	})
}

export const actions: Actions = {
	/** All that are ready-made, published, for a company that has none. */
	ready: async (event) => {
		const scope = gate.manager(event)
		await addAllReadyMade(scope, event.locals.workspace.language === 'es' ? 'es' : 'en')
		redirect(303, '/office/settings/flows')
	},
	create: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		const language = event.locals.workspace.language === 'es' ? 'es' : 'en'
		const model = readyMade.find(({ key }) => key === values.model)
		const input = flowInput.safeParse({
			name: values.name,
			projectType: values.projectType || model?.projectType,
		})
		if (!input.success) return refuse(event.locals.locale, codesOf(input.error), values)
		const made = model
			? await createFromReadyMade(scope, model, language, input.data)
			: await createFlow(scope, input.data)
		if (made.ok) redirect(303, `/office/settings/flows/${made.flow.id}`)
		return refuse(event.locals.locale, { name: made.reason }, values)
	},
}
