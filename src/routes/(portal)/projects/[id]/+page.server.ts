import { error, fail, redirect } from '@sveltejs/kit'
import { type ActionItem, itemsOfProject } from '#features/actionItems/reads.ts'
import { cardOf } from '#features/actionItems/views/rules.ts'
import { type DocumentRequest, requestsOfProject } from '#features/documentRequests/reads.ts'
import { picturesOfProject } from '#features/documents/pictures/reads.ts'
import { toPicture } from '#features/documents/pictures/rules.ts'
import { evidenceOf } from '#features/documents/reads.ts'
import { toldOfDrawing } from '#features/drawings/reads.ts'
import { drawingCard } from '#features/drawings/views/card/rules.ts'
import { restartProject } from '#features/projects/moves/writes.ts'
import { type ClientProject, projectsOfClient } from '#features/projects/reads.ts'
import type { RequiredAction } from '#features/projects/required/rules.ts'
import { askedViews } from '#features/projects/required/views/rules.ts'
import { milestonesOf } from '#features/projects/rules.ts'
import { asksOf, noScreens } from '#features/projects/screens/reads.ts'
import { taskOf } from '#features/projects/screens/rules.ts'
import { papersOf, taskView, waitingText } from '#features/projects/screens/views/rules.ts'
import { endOf } from '#features/projects/views/ends/rules.ts'
import { type ProjectView, type Reading, viewOf } from '#features/projects/views/rules.ts'
import { type Visit, visitsOfProject } from '#features/visits/reads.ts'
import { isAhead } from '#features/visits/rules.ts'
import { visitView } from '#features/visits/views/rules.ts'
import { m } from '#messages'
import { type Reader, read } from '#platform/db/db.ts'
import { formatDate, formatMoney } from '#platform/i18n/format.ts'
import { type ClientScope, mayArea } from '#platform/scope/scope.ts'
import * as gate from '../../../../front-door/gate.ts'
import { itemReading } from '../../action-items/reading.ts'
import { readingOf } from '../reading.ts'
import { refusedOf } from '../refused.ts'
import { requestView } from '../requests.ts'
import type { Actions, PageServerLoad } from './$types'

const picturesShown = 6

/** The course of a project; for a lender its milestones with what proves them, and nothing else. */
export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event, 'projects')
	const { project, files, ...found } = await read(scope, async (reader) => {
		const [project] = await projectsOfClient(reader, { id: event.params.id, limit: 1 })
		if (!project) error(404)
		const files = project.lends ? await evidenceOf(reader, project.id) : null
		return { project, files, ...(files ? nothing : await courseOf(reader, project)) }
	})
	const reading = readingOf(event.locals)
	const view = viewOf(project, reading)
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
			items: null,
			drawing: null,
			pictures: [],
			end: null,
			task: null,
			waiting: '',
			papers: [],
			visits: [],
			words: null,
			refused: null,
		}
	// Of what did not work out nothing is asked any more; what was sent and done stays to be looked at.
	const failed = view.status === 'failed'
	const requests = found.requests.filter((one) => !one.contractId && !(failed && one.files.length === 0))
	const items = failed ? found.items.filter((one) => one.state === 'done') : found.items
	const { screens } = found
	const refused = refusedOf(event)
	const visits = found.visits.filter(isAhead)
	const task = view.status === 'active' ? taskOf(view, screens, scope.areas) : null
	return {
		head,
		course: view,
		milestones: null,
		requests: {
			list: requests.map((request) => requestView(request, event.locals)),
			sent: event.url.searchParams.get('sent'),
		},
		asked: {
			list: askedViews(found.required, id, scope.areas, event.locals),
			title: m.projects_asked({}, reading),
			movesOn: project.step.movesOn ? m.projects_asked_moves_on({}, reading) : null,
		},
		items: cardOf(items, itemReading(event.locals)),
		drawing: drawingCard(found.drawing, reading),
		pictures: found.pictures,
		end: endOf(view, reading),
		task: task && taskView(task, reading),
		waiting: task || view.status !== 'active' ? '' : waitingText(view.screen, screens, visits.length, reading),
		papers: papersOf(id, screens, scope.areas, reading),
		visits: visits.map((visit) => visitView(visit, reading, reading.at)),
		words: wordsOf(view, visits.length, reading),
		refused: refused && `${m.requests_refused({}, event.locals)}: ${refused}`,
	}
}

const nothing = {
	requests: [] as DocumentRequest[],
	required: [] as RequiredAction[],
	items: [] as ActionItem[],
	visits: [] as Visit[],
	screens: noScreens,
	drawing: null as ReturnType<typeof toldOfDrawing>,
	pictures: [] as ReturnType<typeof toPicture>[],
}

/** What belongs to the course of a project beside its steps. Five queries. */
async function courseOf(reader: Reader<ClientScope>, project: ClientProject) {
	const [{ screens, required }, requests, items, visits, { pictures }] = await Promise.all([
		asksOf(reader, project),
		requestsOfProject(reader, project.id),
		itemsOfProject(reader, project.id),
		mayArea(reader.scope, 'visits') ? visitsOfProject(reader, project.id) : [],
		picturesOfProject(reader, project.id, picturesShown),
	])
	const drawing = toldOfDrawing(reader.scope, project, screens.drawing)
	return { screens, required, requests, items, visits, drawing, pictures: pictures.map(toPicture) }
}

/** The few words of the page itself, so that it need not load those of all languages. */
function wordsOf(view: ProjectView, visits: number, reading: Reading) {
	return {
		now: m.projects_now({}, reading),
		next: view.next && m.projects_then({ step: view.next }, reading),
		noteFrom: view.note && `${m.projects_note_from({ company: reading.company }, reading)}: ${view.note}`,
		papers: m.projects_papers({}, reading),
		question: m.projects_question({}, reading),
		write: m.projects_write({}, reading),
		steps: m.projects_steps({}, reading),
		who: m.projects_who({}, reading),
		nextVisits: m.visits_next({ count: visits }, reading),
		allVisits: m.visits_all({}, reading),
	}
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
		if (!outcome.ok && outcome.reason !== 'not_ended')
			return fail(409, { refused: m.projects_restart_refused({}, { locale: event.locals.locale }) })
		redirect(303, `/projects/${event.params.id}`)
	},
}
