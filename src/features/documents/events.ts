import type { EventInput } from '#platform/events/insert.ts'

export const documentEvents = [
	'document.uploaded',
	'document.shared',
	'document.unshared',
	'document.renamed',
	'document.captioned',
	'document.paired',
	'document.unpaired',
	'document.moved',
	'document.replaced',
	'document.removed',
	'document.restored',
	'document.purged',
	'document.opened',
] as const
export type DocumentEvent = (typeof documentEvents)[number]

declare module '#platform/events/insert.ts' {
	interface EventTypes {
		documents: DocumentEvent
	}
}

interface Subject {
	id: string
	accountId: string
	siteId: string | null
	title: string
	folder: string
}

/** An event of a document in its account's feed; `data` always has the title and the folder, for the feed's sentence. */
export function documentEvent(type: DocumentEvent, document: Subject, data: Record<string, unknown> = {}): EventInput {
	return {
		type,
		subject: { type: 'document', id: document.id },
		accountId: document.accountId,
		siteId: document.siteId,
		data: { title: document.title, folder: document.folder, ...data },
	}
}
