import type { EventType } from '#platform/events/insert.ts'
import type { EventRow } from './reads.ts'

/** How the log is narrowed by kind: groups of what an event's type begins with. */
const groups = {
	account: ['account'],
	contact: ['contact', 'session'],
	site: ['site'],
	document: ['document', 'documentRequest'],
	project: ['project', 'flow', 'drawing', 'workOrder', 'actionItem', 'actionItemTemplate'],
	offer: ['offer', 'contract'],
	visit: ['visit'],
	message: ['message', 'conversation'],
	member: ['member', 'apiKey'],
	workspace: ['workspace'],
	import: ['import'],
} as const satisfies Record<string, readonly Subject[]>
type Subject = EventType extends `${infer S}.${string}` ? S : never

export type EventGroup = keyof typeof groups
export const eventGroups = Object.keys(groups) as EventGroup[]

/** What the types of a group begin with. */
export const subjectsOf = (group: EventGroup): readonly string[] => groups[group]

/** The columns of an export of events, `data` as JSON. */
export const eventColumns = [
	'id',
	'at',
	'type',
	'actorType',
	'actorId',
	'subjectType',
	'subjectId',
	'accountId',
	'contactId',
	'data',
] as const

export function eventCells(row: EventRow): string[] {
	return [
		row.id,
		row.at.toISOString(),
		row.type,
		row.actorType,
		row.actorId ?? '',
		row.subjectType,
		row.subjectId,
		row.accountId ?? '',
		row.contactId ?? '',
		JSON.stringify(row.data),
	]
}
