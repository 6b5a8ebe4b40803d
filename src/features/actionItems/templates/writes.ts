import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import { changesOf } from '#features/people/events.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import { isId, newId } from '#platform/id/id.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { templateEvent } from '../events.ts'
import { fieldsIn, textsIn } from '../rules.ts'
import type { TemplateInput, TemplatePatch } from '../schema.ts'
import { actionItemTemplates } from '../tables.ts'
import { findTemplate, type ItemTemplate } from './reads.ts'

export type TemplateOutcome =
	| { ok: true; template: ItemTemplate }
	| { ok: false; reason: 'not_found' }
	| { ok: false; reason: 'fields_missing'; path: string }

export function createTemplate(scope: CompanyScope, input: TemplateInput): Promise<ItemTemplate> {
	return write(scope, (writer) => addTemplate(writer, input))
}

/** `readyMade`: the key of the example that it is, where one is kept of each. */
export async function addTemplate(
	writer: Writer<CompanyScope>,
	input: TemplateInput,
	readyMade: string | null = null,
): Promise<ItemTemplate> {
	const { language } = await currentWorkspace(writer)
	const [id, at] = [newId('ait', now().getTime()), now()]
	const template = {
		id,
		kind: input.kind,
		title: textsIn(input.title, language),
		instructions: textsIn(input.instructions, language),
		fields: input.kind === 'form' ? fieldsIn(input.fields, language) : [],
		dueDays: input.dueDays ?? null,
		createdAt: at,
		updatedAt: at,
		archivedAt: null,
	}
	await writer.db.insert(actionItemTemplates).values({ workspaceId: writer.scope.workspaceId, ...template, readyMade })
	await writer.emit(templateEvent('actionItemTemplate.created', template))
	return template
}

/** Changes what it will ask; what was assigned before stays as it was. */
export function changeTemplate(scope: CompanyScope, id: string, patch: TemplatePatch): Promise<TemplateOutcome> {
	return write(scope, async (writer): Promise<TemplateOutcome> => {
		const current = await held(writer, id)
		if (!current || current.archivedAt) return { ok: false, reason: 'not_found' }
		const { language } = await currentWorkspace(writer)
		const kind = patch.kind ?? current.kind
		const given = patch.fields ? fieldsIn(patch.fields, language) : current.fields
		const next: Partial<ItemTemplate> = {
			kind,
			...(patch.title && { title: textsIn(patch.title, language) }),
			...(patch.instructions && { instructions: textsIn(patch.instructions, language) }),
			fields: kind === 'form' ? given : [],
			...(patch.dueDays !== undefined && { dueDays: patch.dueDays }),
		}
		if (kind === 'form' && given.length === 0) return { ok: false, reason: 'fields_missing', path: 'fields' }
		const changed = Object.entries(next).filter(
			([name, value]) => JSON.stringify(value) !== JSON.stringify(current[name as keyof ItemTemplate]),
		)
		if (changed.length === 0) return { ok: true, template: current }
		const changes = changesOf<ItemTemplate>(current, Object.fromEntries(changed) as Partial<ItemTemplate>)
		const template = { ...current, ...next, updatedAt: now() }
		await writer.db
			.update(actionItemTemplates)
			.set({ ...next, updatedAt: template.updatedAt })
			.where(thisOne(writer, id))
		await writer.emit(templateEvent('actionItemTemplate.updated', template, { changes }))
		return { ok: true, template }
	})
}

/** An archived template is assigned no more; what was assigned stays. */
export function archiveTemplate(scope: CompanyScope, id: string, archived = true): Promise<boolean> {
	if (!isId('ait', id)) return Promise.resolve(false)
	return write(scope, (writer) => putAway(writer, id, archived))
}

/** Back from the archive, as a step of a larger operation. */
export function restoreTemplate(writer: Writer<CompanyScope>, id: string): Promise<boolean> {
	return putAway(writer, id, false)
}

async function putAway(writer: Writer<CompanyScope>, id: string, archived: boolean): Promise<boolean> {
	const { archivedAt } = actionItemTemplates
	const [row] = await writer.db
		.update(actionItemTemplates)
		.set({ archivedAt: archived ? now() : null, updatedAt: now() })
		.where(and(thisOne(writer, id), archived ? isNull(archivedAt) : isNotNull(archivedAt)))
		.returning()
	if (row)
		await writer.emit(templateEvent(archived ? 'actionItemTemplate.archived' : 'actionItemTemplate.restored', row))
	return row !== undefined
}

async function held(writer: Writer, id: string): Promise<ItemTemplate | null> {
	if (!isId('ait', id)) return null
	await writer.db
		.select({ id: actionItemTemplates.id })
		.from(actionItemTemplates)
		.where(thisOne(writer, id))
		.for('update')
	return findTemplate(writer, id)
}

function thisOne({ scope }: Writer, id: string) {
	return and(eq(actionItemTemplates.workspaceId, scope.workspaceId), eq(actionItemTemplates.id, id))
}
