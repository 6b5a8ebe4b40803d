import type { EventInput } from '#platform/events/insert.ts'

/** What a change did to each field that really changed; kept with the event, so that a second writer can be told. */
export type Changes = Record<string, { from: unknown; to: unknown }>

export const accountEvents = [
	'account.created',
	'account.updated',
	'account.archived',
	'account.restored',
	'account.merged',
	'account.noted',
] as const
export const siteEvents = ['site.created', 'site.updated', 'site.archived', 'site.restored'] as const
export const contactEvents = [
	'contact.created',
	'contact.updated',
	'contact.archived',
	'contact.restored',
	'contact.merged',
	'contact.linked',
	'contact.unlinked',
	'contact.accessChanged',
] as const

type AccountEvent = (typeof accountEvents)[number]
type SiteEvent = (typeof siteEvents)[number]
type ContactEvent = (typeof contactEvents)[number]

declare module '#platform/events/insert.ts' {
	interface EventTypes {
		people: AccountEvent | SiteEvent | ContactEvent
	}
}

export function accountEvent(type: AccountEvent, id: string, data: Record<string, unknown>): EventInput {
	return { type, subject: { type: 'account', id }, accountId: id, data }
}

export function siteEvent(
	type: SiteEvent,
	site: { id: string; accountId: string },
	data: Record<string, unknown>,
): EventInput {
	return { type, subject: { type: 'site', id: site.id }, accountId: site.accountId, data }
}

/** `accountId`: the account in whose feed it belongs, where it is one. */
export function contactEvent(
	type: ContactEvent,
	id: string,
	accountId: string | null,
	data: Record<string, unknown>,
): EventInput {
	return { type, subject: { type: 'contact', id }, contactId: id, accountId, data }
}

/** The fields of `patch` that differ from the record; lists are compared by content. */
export function changesOf<T extends object>(record: T, patch: Partial<T>): Changes {
	const changes: Changes = {}
	for (const [field, to] of Object.entries(patch)) {
		const from = record[field as keyof T]
		if (to !== undefined && JSON.stringify(from) !== JSON.stringify(to)) changes[field] = { from, to }
	}
	return changes
}
