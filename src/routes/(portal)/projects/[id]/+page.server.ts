import { error, fail, redirect } from '@sveltejs/kit'
import { requestsOfProject } from '#features/documentRequests/reads.ts'
import { picturesOfProject } from '#features/documents/pictures/reads.ts'
import { toPicture } from '#features/documents/pictures/rules.ts'
import { evidenceOf } from '#features/documents/reads.ts'
import { drawingOfClient } from '#features/drawings/reads.ts'
import { restartProject } from '#features/projects/moves/writes.ts'
import { type ClientProject, projectsOfClient } from '#features/projects/reads.ts'
import { requiredOf } from '#features/projects/required/reads.ts'
import { askedViews } from '#features/projects/required/views/rules.ts'
import { milestonesOf } from '#features/projects/rules.ts'
import { viewOf } from '#features/projects/views/rules.ts'
import { m } from '#messages'
import { errorText } from '#platform/api/error-text.ts'
import { read } from '#platform/db/db.ts'
import { formatDate, formatMoney } from '#platform/i18n/format.ts'
import * as gate from '../../../../front-door/gate.ts'
import { readingOf } from '../reading.ts'
import { requestView } from '../requests.ts'
import type { Actions, PageServerLoad } from './$types'

const picturesShown = 6

/** The course of a project; for a lender its milestones with what proves them, and nothing else. */
export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event, 'projects')
	const { project, files, requests, required, drawing, pictures } = await read(scope, async (reader) => {
		const [project] = await projectsOfClient(reader, { id: event.params.id, limit: 1 })
		if (!project) error(404)
		const files = project.lends ? await evidenceOf(reader, project.id) : null
		if (files) return { project, files, requests: [], required: [], drawing: null, pictures: [] }
		// Of a hidden step its client knows nothing.
		const required = project.step.visible ? await requiredOf(reader, project) : []
		const drawing = await drawingOfClient(reader, project)
		const { pictures } = await picturesOfProject(reader, project.id, picturesShown)
		return {
			project,
			files,
			requests: await requestsOfProject(reader, project.id),
			required,
			drawing,
			pictures: pictures.map(toPicture),
		}
	})
	const view = viewOf(project, readingOf(event.locals))
	if (!view) error(404)
	const { id, name, place } = view
	const head = { id, name, place }
	if (files)
		return {
			head,
			course: null,
			milestones: milestonesFor(event.locals, project, files),
			requests: null,
			asked: null,
			drawing,
			pictures: [],
			refused: null,
		}
	return {
		head,
		course: view,
		milestones: null,
		requests: {
			list: requests.map((request) => requestView(request, event.locals)),
			sent: event.url.searchParams.get('sent'),
		},
		asked: { list: askedViews(required, scope.areas, event.locals), movesOn: project.step.movesOn },
		drawing,
		pictures,
		refused: refusedOf(event),
	}
}

/** Why what was sent without scripts was refused. */
function refusedOf({ url, locals }: { url: URL; locals: App.Locals }): string | null {
	const code = url.searchParams.get('refused')?.match(/^[a-z_]{1,40}$/)?.[0]
	if (!code) return null
	const name = url.searchParams.get('name')?.slice(0, 200)
	const text = errorText(code, locals.locale)
	return name ? m.documents_refused_file({ name, problem: text }, { locale: locals.locale }) : text
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
