import { and, asc, eq, isNull, lte, ne } from 'drizzle-orm'
import { textIn } from '#features/flows/rules.ts'
import { projects } from '#features/projects/tables.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import type { Workspace } from '#features/workspaces/tables.ts'
import { now } from '#platform/clock/clock.ts'
import { type Reader, read, type Writer, write } from '#platform/db/db.ts'
import { hourOf } from '#platform/i18n/format.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { itemEvent } from '../events.ts'
import { tellOfItems } from '../notices/writes.ts'
import { dayIn, dueOnOf, type Reminder, reminderDue } from '../rules.ts'
import { actionItems } from '../tables.ts'
import { heldItem } from '../writes.ts'

const mostAtOnce = 500
/** Nobody is reminded at night. */
const [firstHour, lastHour] = [8, 19]

/** Reminds those who have something to do: some days before it is due, on the day, and once it is over. */
export async function remindOfItems(scope: SystemScope): Promise<void> {
	const workspace = await read(scope, currentWorkspace)
	const hour = hourOf(now(), workspace.timeZone)
	if (!workspace.settings.modules.projects || hour < firstHour || hour > lastHour) return
	for (const id of await read(scope, (reader) => candidates(reader, workspace)))
		await write(scope, (writer) => remind(writer, id, workspace))
}

/** Open items that are due within days and may want a reminder; the longest due first. One query. */
async function candidates({ db, scope }: Reader<SystemScope>, { timeZone }: Workspace): Promise<string[]> {
	const today = dayIn(timeZone, now())
	const rows = await db
		.select({ id: actionItems.id })
		.from(actionItems)
		.innerJoin(projects, and(eq(projects.workspaceId, actionItems.workspaceId), eq(projects.id, actionItems.projectId)))
		.where(
			and(
				eq(actionItems.workspaceId, scope.workspaceId),
				eq(actionItems.state, 'open'),
				lte(actionItems.dueOn, dueOnOf(3, today) ?? today),
				isNull(actionItems.overdueToldAt),
				isNull(projects.archivedAt),
				ne(projects.status, 'failed'),
			),
		)
		.orderBy(asc(actionItems.dueOn), asc(actionItems.id))
		.limit(mostAtOnce)
	return rows.map((row) => row.id)
}

/** What is written down once a reminder went out: those before it are of no use any more. */
const told: Record<Reminder, ('soonToldAt' | 'dayToldAt' | 'overdueToldAt')[]> = {
	soon: ['soonToldAt'],
	today: ['soonToldAt', 'dayToldAt'],
	overdue: ['soonToldAt', 'dayToldAt', 'overdueToldAt'],
}

/** Once, however often the job runs: under the item's lock, who finds that it was told, or done, tells nothing. */
async function remind(writer: Writer<SystemScope>, id: string, { timeZone, language }: Workspace): Promise<void> {
	const held = await heldItem(writer, id, 'open')
	if (!held.ok) return
	const { item } = held
	const { dueOn } = item
	const what = dueOn && reminderDue({ ...item, dueOn }, dayIn(timeZone, now()), now())
	if (!what) return
	const stamps = Object.fromEntries(told[what].map((name) => [name, item[name] ?? now()]))
	await writer.db
		.update(actionItems)
		.set(stamps)
		.where(and(eq(actionItems.workspaceId, writer.scope.workspaceId), eq(actionItems.id, id)))
	const count = await tellOfItems(writer, [item], what)
	const name = textIn(item.title, language, language)
	if (count > 0) await writer.emit(itemEvent('actionItem.reminded', { ...item, name }, { what, count }))
}
