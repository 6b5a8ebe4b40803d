import { error, fail, redirect } from '@sveltejs/kit'
import { evidenceOf } from '#features/documents/reads.ts'
import { restartProject } from '#features/projects/moves/writes.ts'
import { type ClientProject, projectsOfClient } from '#features/projects/reads.ts'
import { milestonesOf } from '#features/projects/rules.ts'
import { viewOf } from '#features/projects/views/rules.ts'
import { read } from '#platform/db/db.ts'
import { formatDate, formatMoney } from '#platform/i18n/format.ts'
import * as gate from '../../../../front-door/gate.ts'
import { readingOf } from '../reading.ts'
import type { Actions, PageServerLoad } from './$types'

/** The course of a project; for a lender its milestones with what proves them, and nothing else. */
export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event, 'projects')
	const { project, files } = await read(scope, async (reader) => {
		const [project] = await projectsOfClient(reader, { id: event.params.id, limit: 1 })
		if (!project) error(404)
		return { project, files: project.lends ? await evidenceOf(reader, project.id) : null }
	})
	const view = viewOf(project, readingOf(event.locals))
	if (!view) error(404)
	const { id, name, place } = view
	if (files) return { head: { id, name, place }, course: null, milestones: milestonesFor(event.locals, project, files) }
	return { head: { id, name, place }, course: view, milestones: null }
}

function milestonesFor(
	{ workspace, locale }: App.Locals,
	project: ClientProject,
	files: Awaited<ReturnType<typeof evidenceOf>>,
) {
	const place = { locale, timeZone: workspace.timeZone }
	return milestonesOf(project.stages, project.moved).map(({ code, amount, step, reachedAt }) => ({
		code,
		title: step.portalName[locale] || step.portalName[workspace.language as 'en'] || step.name,
		amount: amount === null ? null : formatMoney({ amount, currency: workspace.currency }, locale),
		reached: reachedAt && formatDate(reachedAt, place),
		files: files.filter((file) => file.milestone === code).map(({ id, title }) => ({ id, title })),
	}))
}

export const actions: Actions = {
	restart: async (event) => {
		const scope = gate.client(event, 'projects')
		const outcome = await restartProject(scope, event.params.id)
		if (!outcome.ok && outcome.reason === 'not_found') error(404)
		// Somebody was faster: the page shows that it is under way again.
		if (!outcome.ok && outcome.reason !== 'not_ended') return fail(409, { refused: true })
		redirect(303, `/projects/${event.params.id}`)
	},
}
