/**
 * What direct links open. A feature whose records can be opened by one adds its line to `targets`, and what the page
 * shows of them to `routes/(public)/l/[token]`; nothing else knows how many kinds there are.
 */
import { type DocumentItem, documentsByIds, findDocument } from '#features/documents/reads.ts'
import { noteView } from '#features/documents/views/writes.ts'
import type { Reader } from '#platform/db/db.ts'
import type { CompanyScope, LinkScope, LinkTargetType } from '#platform/scope/scope.ts'

export interface Thing {
	type: 'document'
	title: string
	/** In whose feed its openings stand. */
	accountId: string
	document: DocumentItem
}

interface Target {
	/** The thing as the link's own scope sees it; null once its contact may not see it any more. */
	find(reader: Reader<LinkScope>): Promise<Thing | null>
	/** What things are called, for the company's eyes. What is not there is left out. */
	titles(reader: Reader<CompanyScope>, ids: string[]): Promise<Map<string, string>>
	/** Counts a look at it where looks at it are counted. */
	seen(scope: LinkScope, thing: Thing): Promise<void>
	/** Where it stands in the portal, for who goes on to sign in. */
	path(id: string): string
}

export const targets: Partial<Record<LinkTargetType, Target>> = {
	document: {
		async find(reader) {
			const document = await findDocument(reader, reader.scope.target.id)
			if (!document) return null
			return { type: 'document', title: document.title, accountId: document.accountId, document }
		},
		async titles(reader, ids) {
			const found = await documentsByIds(reader, ids)
			return new Map(found.filter((one) => !one.attachment).map(({ id, title }) => [id, title]))
		},
		seen: (scope, { document }) => noteView(scope, document),
		path: (id) => `/files/${id}`,
	},
}

/** The one thing of a link; null once it is not there for its contact. */
export async function findThing(reader: Reader<LinkScope>): Promise<Thing | null> {
	return (await targets[reader.scope.target.type]?.find(reader)) ?? null
}
