import { stagesOf } from '#features/flows/reads.ts'
import { nameIn } from '#features/flows/rules.ts'
import { wayTo } from '#features/notifications/rules.ts'
import { queueDelivery } from '#features/notifications/writes.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import type { Workspace } from '#features/workspaces/tables.ts'
import { workspaceUrl } from '#platform/app/app.ts'
import { now } from '#platform/clock/clock.ts'
import { read, type Writer, write } from '#platform/db/db.ts'
import { daysAgo } from '#platform/i18n/format.ts'
import { pickLocale } from '#platform/i18n/locale.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { projectEvent } from '../events.ts'
import { movesOf, type Project } from '../reads.ts'
import { noticeDue, progressOf } from '../rules.ts'
import { heldProject, thisOne } from '../standing/writes.ts'
import { projects } from '../tables.ts'
import { usualTime } from '../views/rules.ts'
import { followersOf, lateProjects, type Told } from './reads.ts'

const mostAtOnce = 500

/** Tells clients whose project has stood still for longer than is usual, before they have to ask. */
export async function tellOfLate(scope: SystemScope): Promise<void> {
	const workspace = await read(scope, currentWorkspace)
	if (!workspace.settings.modules.projects) return
	for (const id of await read(scope, (reader) => lateProjects(reader, mostAtOnce)))
		await write(scope, (writer) => tell(writer, id, workspace))
}

/** Once, however often the job runs: under the project's lock, who finds that it was told, or moved on, tells nothing. */
async function tell(writer: Writer<SystemScope>, id: string, workspace: Workspace): Promise<void> {
	const project = await heldProject(writer, id)
	if (!project || project.archivedAt || !noticeDue(project, now())) return
	await writer.db.update(projects).set({ toldAt: now() }).where(thisOne(writer, id))
	// Whose turn it is knows it: to tell a client that it is waited for is the business of reminders.
	if (project.step.holder === 'client') return
	const followers = await followersOf(writer, project)
	let count = 0
	for (const person of followers) if (await send(writer, project, person, workspace)) count++
	if (count > 0) await writer.emit(projectEvent('project.lateTold', project, { step: project.step.name, count }))
}

/** False for somebody who wants no such notices. */
async function send(
	writer: Writer<SystemScope>,
	project: Project,
	person: Told,
	workspace: Workspace,
): Promise<boolean> {
	const stages = (await stagesOf(writer, [project]))(project)
	const progress = progressOf(stages, project, await movesOf(writer, project.id))
	const way = wayTo(person)
	if (!progress || !way) return false
	const locale = pickLocale(person.language, null, workspace.language)
	const queued = await queueDelivery(writer, {
		event: 'project.lateTold',
		template: 'projectLate',
		...way,
		contactId: person.id,
		language: person.language,
		values: {
			firstName: person.firstName,
			project: project.name,
			step: nameIn(progress.now, locale, workspace.language),
			day: daysAgo(progress.since, workspace.timeZone, now()) + 1,
			usual: usualTime(project.step, { locale }) ?? '',
			link: workspaceUrl(workspace, `/projects/${project.id}`),
		},
	})
	return queued.wanted
}
