import { and, eq, inArray, ne } from 'drizzle-orm'
import { textIn } from '#features/flows/rules.ts'
import type { Project } from '#features/projects/reads.ts'
import { ordersOfProject } from '#features/workOrders/reads.ts'
import { addOrder } from '#features/workOrders/writes.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { now } from '#platform/clock/clock.ts'
import type { Writer } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import type { Actor, CompanyScope, SystemScope } from '#platform/scope/scope.ts'
import { itemEvent } from '../events.ts'
import { tellOfItems } from '../notices/writes.ts'
import { type ActionItem, findItem } from '../reads.ts'
import { dayIn, dueOnOf } from '../rules.ts'
import { actionItems } from '../tables.ts'
import { templatesByIds } from '../templates/reads.ts'

export type NewItem = Pick<
	ActionItem,
	'projectId' | 'workOrderId' | 'templateId' | 'contactId' | 'kind' | 'title' | 'instructions' | 'fields' | 'dueOn'
>

/** Writes down what somebody has to do; telling is left to the caller. */
export async function addItem(writer: Writer, item: NewItem, by: Actor, language: string): Promise<ActionItem> {
	const [id, at] = [newId('act', now().getTime()), now()]
	await writer.db.insert(actionItems).values({
		workspaceId: writer.scope.workspaceId,
		id,
		...item,
		state: 'open',
		createdByType: by.type,
		createdById: by.id,
		createdAt: at,
		updatedAt: at,
	})
	const made = await findItem(writer, id)
	if (!made) throw new Error(`${id} is not there`)
	const event = itemEvent('actionItem.assigned', { ...made, name: textIn(made.title, language, language) })
	await writer.emit({ ...event, actor: by })
	return made
}

/** An open work order of this title, or a new one. Null where the project takes none. */
export async function orderNamed(
	writer: Writer<CompanyScope>,
	projectId: string,
	title: string,
): Promise<string | null> {
	const known = (await ordersOfProject(writer, projectId)).find((one) => one.state === 'open' && one.title === title)
	if (known) return known.id
	const made = await addOrder(writer, { projectId, title: title.slice(0, 200) })
	return made.ok ? made.order.id : null
}

/** Gives everybody of a project what its step lists, and tells them once. What was assigned before stays as it is. */
export async function assignForStep(
	writer: Writer<SystemScope>,
	project: Project,
	{ tell }: { tell: boolean },
): Promise<void> {
	const { step } = project
	if (step.actionItems.length === 0) return
	const assigned = await assignedOf(writer, project.id, step.actionItems)
	const wanted = (await templatesByIds(writer, step.actionItems)).filter(({ id }) => !assigned.has(id))
	if (wanted.length === 0) return
	const { language, timeZone } = await currentWorkspace(writer)
	const workOrderId = await orderNamed(writer, project.id, step.name)
	if (!workOrderId) return
	const items = []
	for (const id of step.actionItems) {
		const template = wanted.find((one) => one.id === id)
		if (!template) continue
		const { kind, title, instructions, fields, dueDays } = template
		const dueOn = dueOnOf(dueDays, dayIn(timeZone, now()))
		const item = { projectId: project.id, workOrderId, templateId: id, contactId: null, dueOn }
		items.push(await addItem(writer, { ...item, kind, title, instructions, fields }, product, language))
	}
	if (tell) await tellOfItems(writer, items, 'assigned')
}

const product: Actor = { type: 'system', id: null }

async function assignedOf(
	{ db, scope }: Writer,
	projectId: string,
	templateIds: string[],
): Promise<Set<string | null>> {
	const rows = await db
		.select({ templateId: actionItems.templateId })
		.from(actionItems)
		.where(
			and(
				eq(actionItems.workspaceId, scope.workspaceId),
				eq(actionItems.projectId, projectId),
				inArray(actionItems.templateId, templateIds),
				ne(actionItems.state, 'cancelled'),
			),
		)
	return new Set(rows.map((row) => row.templateId))
}
