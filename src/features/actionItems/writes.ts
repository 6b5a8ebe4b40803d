import { and, eq } from 'drizzle-orm'
import { textIn } from '#features/flows/rules.ts'
import { namesOf } from '#features/people/feed/reads.ts'
import { findProject } from '#features/projects/reads.ts'
import { moveOnWhenDone } from '#features/projects/required/writes.ts'
import { findOrder } from '#features/workOrders/reads.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import { isId } from '#platform/id/id.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { addItem, type NewItem, orderNamed } from './assigning/writes.ts'
import { itemEvent } from './events.ts'
import { assignableFor } from './notices/reads.ts'
import { tellOfItems } from './notices/writes.ts'
import { type ActionItem, findItem } from './reads.ts'
import { dayIn, dueOnOf, fieldsIn, textsIn } from './rules.ts'
import type { ItemInput } from './schema.ts'
import { actionItemAnswers, actionItems } from './tables.ts'
import { findTemplate } from './templates/reads.ts'

/** What happened instead: how it stands now, and who did that. */
export interface ItemConflict {
	ok: false
	reason: 'item_done' | 'item_open' | 'item_changed' | 'item_cancelled'
	item: ActionItem
	by: string | null
}
export type ItemFailure =
	| { ok: false; reason: 'not_found' }
	| {
			ok: false
			reason: 'project_unknown' | 'contact_unknown' | 'template_unknown' | 'work_order_unknown'
			path: string
	  }
	| ItemConflict
export type ItemOutcome = { ok: true; item: ActionItem } | ItemFailure

const refuse = <R extends string>(reason: R, path: string) => ({ ok: false, reason, path }) as const

/** Gives a client something to do. `tell`: whether it is written to. */
export function assignItem(
	scope: CompanyScope,
	input: ItemInput,
	{ tell = true, order }: { tell?: boolean; order?: string } = {},
): Promise<ItemOutcome> {
	return write(scope, async (writer): Promise<ItemOutcome> => {
		const project = await findProject(writer, input.projectId)
		if (!project || project.archivedAt) return refuse('project_unknown', 'projectId')
		const contactId = input.contactId || null
		if (contactId && !(await assignableFor(writer, project)).some((one) => one.id === contactId))
			return refuse('contact_unknown', 'contactId')
		const { language, timeZone } = await currentWorkspace(writer)
		const asked = await askedOf(writer, input, language)
		if (!asked) return refuse('template_unknown', 'templateId')
		const { dueDays, ...item } = asked
		const title = order || textIn(item.title, language, language)
		const workOrderId = input.workOrderId
			? (await isOrderOf(writer, input.workOrderId, project.id))
				? input.workOrderId
				: null
			: await orderNamed(writer, project.id, title)
		if (!workOrderId) return refuse('work_order_unknown', 'workOrderId')
		const dueOn = input.dueOn === undefined ? dueOnOf(dueDays, dayIn(timeZone, now())) : input.dueOn
		const place = { projectId: project.id, workOrderId, contactId, dueOn }
		const made = await addItem(writer, { ...item, ...place }, writer.actor, language)
		if (tell) await tellOfItems(writer, [made], 'assigned')
		return { ok: true, item: made }
	})
}

type Asked = Pick<NewItem, 'templateId' | 'kind' | 'title' | 'instructions' | 'fields'> & { dueDays: number | null }

async function askedOf(writer: Writer, input: ItemInput, language: string): Promise<Asked | null> {
	if (!input.templateId) {
		const { kind = 'confirm', title, instructions, fields } = input
		const texts = { title: textsIn(title, language), instructions: textsIn(instructions, language) }
		return {
			templateId: null,
			kind,
			...texts,
			fields: kind === 'form' ? fieldsIn(fields, language) : [],
			dueDays: null,
		}
	}
	const template = await findTemplate(writer, input.templateId)
	if (!template || template.archivedAt) return null
	const { id, kind, title, instructions, fields, dueDays } = template
	return { templateId: id, kind, title, instructions, fields, dueDays }
}

async function isOrderOf(writer: Writer, id: string, projectId: string): Promise<boolean> {
	return (await findOrder(writer, id))?.projectId === projectId
}

/** Has it done again, and says why; what was answered stays as history. */
export function reopenItem(
	scope: CompanyScope,
	id: string,
	{ reason, seen, tell = true }: { reason: string; seen?: number | undefined; tell?: boolean },
): Promise<ItemOutcome> {
	return write(scope, async (writer): Promise<ItemOutcome> => {
		const held = await heldItem(writer, id, 'done', seen)
		if (!held.ok) return held
		const at = now()
		await put(writer, held.item, {
			state: 'open',
			reason,
			completedAt: null,
			completedByType: null,
			completedById: null,
			soonToldAt: at,
			dayToldAt: null,
			overdueToldAt: null,
		})
		await writer.db
			.update(actionItemAnswers)
			.set({ reopenedAt: at, reason })
			.where(and(eq(actionItemAnswers.workspaceId, scope.workspaceId), eq(actionItemAnswers.id, held.answerId ?? '')))
		return settled(writer, id, 'actionItem.reopened', { note: reason }, tell)
	})
}

/** Has it done no longer. */
export function withdrawItem(scope: CompanyScope, id: string, seen?: number): Promise<ItemOutcome> {
	return write(scope, async (writer): Promise<ItemOutcome> => {
		const held = await heldItem(writer, id, 'open', seen)
		if (!held.ok) return held
		await put(writer, held.item, { state: 'cancelled', cancelledAt: now(), draft: null })
		const outcome = await settled(writer, id, 'actionItem.withdrawn')
		await moveOnWhenDone(writer, held.item.projectId)
		return outcome
	})
}

type Held = { ok: true; item: ActionItem; answerId: string | null } | { ok: false; reason: 'not_found' } | ItemConflict

/** The item under a lock that others who would change it wait for, if it is in this state; with `seen`, as it was looked at. */
export async function heldItem(writer: Writer, id: string, state: 'open' | 'done', seen?: number): Promise<Held> {
	if (!isId('act', id)) return { ok: false, reason: 'not_found' }
	await writer.db.select({ id: actionItems.id }).from(actionItems).where(thisOne(writer, id)).for('update')
	const item = await findItem(writer, id)
	if (!item) return { ok: false, reason: 'not_found' }
	if (item.state !== state) return conflict(writer, item, `item_${item.state}` as const)
	if (seen !== undefined && seen !== item.changes) return conflict(writer, item, 'item_changed')
	return { ok: true, item, answerId: state === 'done' ? await lastAnswer(writer, id) : null }
}

async function lastAnswer({ client, scope }: Writer, itemId: string): Promise<string | null> {
	const { rows } = await client.query<{ id: string }>(
		`select id from action_item_answers where workspace_id = $1 and item_id = $2 and reopened_at is null
		order by id desc limit 1`,
		[scope.workspaceId, itemId],
	)
	return rows[0]?.id ?? null
}

async function conflict(writer: Writer, item: ActionItem, reason: ItemConflict['reason']): Promise<ItemConflict> {
	const by = item.completedById
	const names = by ? await namesOf(writer, [{ actor_id: by, contact_id: null }]) : null
	return { ok: false, reason, item, by: (by && names?.get(by)) || null }
}

/** Writes a change of a held item. */
export async function put(
	writer: Writer,
	item: ActionItem,
	change: Partial<typeof actionItems.$inferInsert>,
): Promise<void> {
	await writer.db
		.update(actionItems)
		.set({ ...change, changes: item.changes + 1, updatedAt: now() })
		.where(and(thisOne(writer, item.id), eq(actionItems.changes, item.changes)))
}

async function settled(
	writer: Writer,
	id: string,
	type: 'actionItem.reopened' | 'actionItem.withdrawn',
	data: Record<string, unknown> = {},
	tell = false,
): Promise<ItemOutcome> {
	const item = await findItem(writer, id)
	if (!item) return { ok: false, reason: 'not_found' }
	const { language } = await currentWorkspace(writer)
	await writer.emit(itemEvent(type, { ...item, name: textIn(item.title, language, language) }, data))
	if (tell) await tellOfItems(writer, [item], 'reopened')
	return { ok: true, item }
}

function thisOne({ scope }: Writer, id: string) {
	return and(eq(actionItems.workspaceId, scope.workspaceId), eq(actionItems.id, id))
}
