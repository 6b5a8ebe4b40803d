import { needOf } from '#features/actionItems/views/rules.ts'
import { type PortalHome, portalHome } from '#features/home/reads.ts'
import { dayPart } from '#features/home/rules.ts'
import { taskOf } from '#features/projects/screens/rules.ts'
import { needView } from '#features/projects/screens/views/rules.ts'
import { lineOf, viewOf as viewOfProject } from '#features/projects/views/rules.ts'
import { visitView } from '#features/visits/views/rules.ts'
import { m } from '#messages'
import { now } from '#platform/clock/clock.ts'
import { read } from '#platform/db/db.ts'
import { formatWhen, hourOf } from '#platform/i18n/format.ts'
import type { AccessArea } from '#platform/scope/scope.ts'
import * as gate from '../../front-door/gate.ts'
import { viewOf } from '../../front-door/narrowing.ts'
import type { PageServerLoad } from './$types'
import { itemReading } from './action-items/reading.ts'
import { readingOf } from './projects/reading.ts'

const newDocuments = 3
const recent = 5
const shownProjects = 3

export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event)
	const { workspace, locale } = event.locals
	const place = { locale, timeZone: workspace.timeZone }
	const view = await viewOf(event, scope)
	const home = await read(view.scope, portalHome)
	const reading = readingOf(event.locals)
	const several = view.accounts.length > 1 && !view.account
	const unread = home.conversations.filter((one) => one.unread > 0)
	return {
		part: dayPart(hourOf(now(), workspace.timeZone)),
		requests: home.requests.map(({ id, projectId, projectName, contractId, title, state }) => ({
			id,
			href: `/projects/${projectId}${contractId ? '/contract' : `#request-${id}`}`,
			projectName,
			title,
			again: state === 'sentBack',
		})),
		items: home.items.map((item) => ({ id: item.id, kind: item.kind, ...needOf(item, itemReading(event.locals)) })),
		unread: unread.map(({ id, accountId, accountName, unread, lastLine }) => ({
			id: id ?? accountId,
			accountName,
			unread,
			lastLine,
		})),
		unseen: home.documents
			.filter((one) => one.unseen)
			.slice(0, newDocuments)
			.map(({ id, title, accountName }) => ({ id, title, accountName })),
		unseenMore: Math.max(
			0,
			home.unseenDocuments - Math.min(newDocuments, home.documents.filter((one) => one.unseen).length),
		),
		lately: lately(home).map(({ at, ...item }) => ({ ...item, when: formatWhen(at, place) })),
		several,
		tasks: tasksOf(home, scope.areas, event.locals),
		projects: home.projects.slice(0, shownProjects).flatMap((project) => lineOf(project, reading) ?? []),
		visits: home.visits.map((visit) => visitView(visit, place, now())),
		visitWords: { next: m.visits_next({ count: home.visits.length }, place), all: m.visits_all({}, place) },
		phone: workspace.phone,
	}
}

/** What the steps of its projects ask of the client, one card for each. */
function tasksOf({ projects, screens, requests }: PortalHome, areas: readonly AccessArea[], locals: App.Locals) {
	return projects.flatMap((project) => {
		const view = project.lends || project.status !== 'active' ? null : viewOfProject(project, readingOf(locals))
		if (!view) return []
		// A copy that came back has a card of its own.
		const came = requests.some((one) => one.projectId === project.id && one.contractId)
		const task = taskOf(view, screens(project.id), areas)
		return task && !(came && task.screen === 'contract') ? [needView(task, project.name, locals)] : []
	})
}

function lately({ conversations, documents }: Awaited<ReturnType<typeof portalHome>>) {
	const written = conversations.flatMap((one) =>
		one.lastMessageAt && one.lastLine
			? [
					{
						kind: 'message' as const,
						id: one.id ?? one.accountId,
						text: one.lastLine,
						accountName: one.accountName,
						at: new Date(one.lastMessageAt),
					},
				]
			: [],
	)
	const shared = documents.map(({ id, title, accountName, createdAt }) => ({
		kind: 'document' as const,
		id,
		text: title,
		accountName,
		at: createdAt,
	}))
	return [...written, ...shared].sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, recent)
}
