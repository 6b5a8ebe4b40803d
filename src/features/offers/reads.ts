import { and, asc, eq } from 'drizzle-orm'
import { type DocumentItem, listDocuments } from '#features/documents/reads.ts'
import { namesOf } from '#features/people/feed/reads.ts'
import type { Reader } from '#platform/db/db.ts'
import { maySeeOffers } from './policy.ts'
import { type OfferState, stateOf } from './rules.ts'
import { offerDecisions } from './tables.ts'

export type Decision = typeof offerDecisions.$inferSelect

export interface Offer {
	type: 'document'
	id: string
	title: string
	contentType: string
	size: number
	version: number
	sha256: string
	createdAt: Date
	state: OfferState
}

export interface Offers {
	/** Newest first. */
	offers: Offer[]
	/** All that was ever said, in order. */
	decisions: Decision[]
	accepted: Decision | null
}

const mostOffers = 50

/** The offers of a project and what was said to them. Two queries. */
export async function offersOfProject(
	reader: Reader,
	project: { id: string; accountId: string; siteId: string | null },
): Promise<Offers> {
	if (!maySeeOffers(reader.scope, project)) return { offers: [], decisions: [], accepted: null }
	const filter = { projectId: project.id, folder: 'proposals' as const, sharedWithPortal: true }
	const { rows } = await listDocuments(reader, filter, { limit: mostOffers })
	const all = await decisionsOf(reader, project.id)
	// What was said to offers that a client cannot see is not its own: the project was another's then.
	const mine = (one: Decision) => reader.scope.kind !== 'client' || rows.some(({ id }) => id === one.offerId)
	const decisions = all.filter(mine)
	const standing = decisions.filter((one) => !one.withdrawnAt)
	return {
		offers: rows.map((row) => offerOf(row, stateOf(row.id, standing))),
		decisions,
		accepted: standing.find((one) => one.decision === 'accepted') ?? null,
	}
}

function offerOf(document: DocumentItem, state: OfferState): Offer {
	const { id, title, contentType, size, version, sha256, createdAt } = document
	return { type: 'document', id, title, contentType, size, version, sha256, createdAt, state }
}

/** All that was said of a project's offers, in order. */
export function decisionsOf({ db, scope }: Reader, projectId: string): Promise<Decision[]> {
	return db
		.select()
		.from(offerDecisions)
		.where(and(eq(offerDecisions.workspaceId, scope.workspaceId), eq(offerDecisions.projectId, projectId)))
		.orderBy(asc(offerDecisions.id))
}

/** Who said it: by what was typed, else by its name. */
export async function whoSaid(reader: Reader, decision: Pick<Decision, 'name' | 'byId'>): Promise<string | null> {
	if (decision.name) return decision.name
	if (!decision.byId) return null
	return (await namesOf(reader, [{ actor_id: decision.byId, contact_id: null }])).get(decision.byId) ?? null
}
