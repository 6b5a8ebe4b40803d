import { and, eq, isNull } from 'drizzle-orm'
import { findDocument } from '#features/documents/reads.ts'
import { findContact } from '#features/people/contacts/reads.ts'
import { tellCameBack } from '#features/projects/cameBack/writes.ts'
import type { Project } from '#features/projects/reads.ts'
import { findProject } from '#features/projects/reads.ts'
import { moveOnWhenDone } from '#features/projects/required/writes.ts'
import { now } from '#platform/clock/clock.ts'
import { asProduct, type Writer, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { actorOf, type ClientScope, type CompanyScope } from '#platform/scope/scope.ts'
import { offerEvent } from './events.ts'
import { maySeeOffers } from './policy.ts'
import { type Decision, decisionsOf } from './reads.ts'
import { type OfferRefusal, refusalOf } from './rules.ts'
import { offerDecisions } from './tables.ts'

/** What happened instead: what was said before, and how it stands. */
export interface OfferConflict {
	ok: false
	reason: OfferRefusal | 'offer_not_accepted'
	decision: Decision | null
	projectId: string
}
export type OfferOutcome =
	| { ok: true; decision: Decision }
	| { ok: false; reason: 'not_found' }
	| { ok: false; reason: 'contact_unknown'; path: string }
	| OfferConflict

export interface Device {
	ip: string
	userAgent: string
}

interface Said {
	name?: string
	reason?: string
	/** The version that was looked at. */
	version?: number | undefined
	/** Whose decision somebody of the company writes down. */
	contactId?: string | null | undefined
	device?: Device
}

/** Accepts an offer: who, when, which version and from where are kept. Of two who accept at once the second learns what the first did. */
export function acceptOffer(
	scope: ClientScope | CompanyScope,
	id: string,
	said: Said & { name: string },
): Promise<OfferOutcome> {
	return write(scope, (writer) => decide(writer, id, 'accepted', said))
}

/** Says no to an offer, and why. It can still be accepted later. */
export function declineOffer(
	scope: ClientScope | CompanyScope,
	id: string,
	said: Said & { reason: string },
): Promise<OfferOutcome> {
	return write(scope, (writer) => decide(writer, id, 'declined', said))
}

/** Takes an acceptance back, with the reason that the client reads; then another offer can be accepted, or the same again. */
export function withdrawAcceptance(scope: CompanyScope, id: string, reason: string): Promise<OfferOutcome> {
	return write(scope, async (writer): Promise<OfferOutcome> => {
		const held = await heldOffer(writer, id)
		if (!held) return { ok: false, reason: 'not_found' }
		const { project, offer } = held
		const decisions = await decisionsOf(writer, project.id)
		const accepted = decisions.find((one) => one.offerId === id && one.decision === 'accepted' && !one.withdrawnAt)
		if (!accepted) {
			const last = decisions.findLast((one) => one.offerId === id) ?? null
			return { ok: false, reason: 'offer_not_accepted', decision: last, projectId: project.id }
		}
		const decision = await takeBack(writer, accepted.id, reason)
		await writer.emit(
			offerEvent('offer.withdrawn', { ...offer, version: accepted.version }, placeOf(project), { note: reason }),
		)
		await tellCameBack(writer, project, {
			event: 'offer.withdrawn',
			what: 'offer',
			title: offer.title,
			reason,
			page: 'offer',
			areas: ['projects', 'documents', 'proposals'],
		})
		return { ok: true, decision }
	})
}

async function decide(
	writer: Writer<ClientScope | CompanyScope>,
	id: string,
	decision: Decision['decision'],
	said: Said,
): Promise<OfferOutcome> {
	const held = await heldOffer(writer, id)
	if (!held) return { ok: false, reason: 'not_found' }
	const { project, offer } = held
	const contactId = writer.scope.kind === 'client' ? writer.scope.contactId : said.contactId || null
	if (contactId && !(await findContact(asProduct(writer), contactId)))
		return { ok: false, reason: 'contact_unknown', path: 'contactId' }
	const standing = (await decisionsOf(writer, project.id)).filter((one) => !one.withdrawnAt)
	const act = decision === 'accepted' ? 'accept' : 'decline'
	const reason = refusalOf(act, offer, { standing, seen: said.version, ended: project.status !== 'active' })
	const earlier = standing.find((one) => one.decision === 'accepted') ?? standing.find((one) => one.offerId === id)
	if (reason) return { ok: false, reason, decision: earlier ?? null, projectId: project.id }
	// Who accepts what it had declined has changed its mind.
	if (earlier) await takeBack(writer, earlier.id, null)
	const row = await add(writer, { offer, decision, projectId: project.id, contactId, said })
	const what = decision === 'accepted' ? 'offer.accepted' : 'offer.declined'
	await writer.emit(
		offerEvent(what, offer, placeOf(project), {
			decisionId: row.id,
			sha256: offer.sha256,
			...(said.name && { by: said.name }),
			...(said.reason && { note: said.reason }),
		}),
	)
	if (decision === 'accepted') await moveOnWhenDone(writer, project.id)
	return { ok: true, decision: row }
}

/** The offer and its project, under the project's lock: of its offers one is accepted at a time. */
async function heldOffer(writer: Writer<ClientScope | CompanyScope>, id: string) {
	const document = await findDocument(writer, id)
	if (!document?.projectId || document.folder !== 'proposals' || !document.sharedWithPortal) return null
	const project = await findProject(writer, document.projectId)
	if (!project || project.archivedAt || !maySeeOffers(writer.scope, project)) return null
	const { client, scope } = asProduct(writer)
	await client.query('select 1 from projects where workspace_id = $1 and id = $2 for update', [
		scope.workspaceId,
		project.id,
	])
	// Nor may another version come in between.
	await client.query('select 1 from documents where workspace_id = $1 and id = $2 for share', [scope.workspaceId, id])
	const { title, version, sha256 } = (await findDocument(writer, id)) ?? document
	return { project, offer: { type: 'document' as const, id, title, version, sha256 } }
}

const placeOf = ({ id, accountId, siteId }: Project) => ({ projectId: id, accountId, siteId })

async function add(
	{ db, scope }: Writer,
	{
		offer,
		decision,
		projectId,
		contactId,
		said,
	}: {
		offer: { type: 'document'; id: string; title: string; version: number; sha256: string }
		decision: Decision['decision']
		projectId: string
		contactId: string | null
		said: Said
	},
): Promise<Decision> {
	const by = actorOf(scope)
	const [row] = await db
		.insert(offerDecisions)
		.values({
			workspaceId: scope.workspaceId,
			id: newId('ofd', now().getTime()),
			projectId,
			offerType: offer.type,
			offerId: offer.id,
			title: offer.title,
			version: offer.version,
			sha256: offer.sha256,
			decision,
			name: said.name ?? '',
			reason: said.reason ?? null,
			byType: by.type,
			byId: by.id,
			contactId,
			ip: said.device?.ip ?? '',
			userAgent: said.device?.userAgent.slice(0, 500) ?? '',
			at: now(),
		})
		.returning()
	if (!row) throw new Error('a decision was not written')
	return row
}

async function takeBack({ db, scope }: Writer, id: string, reason: string | null): Promise<Decision> {
	const by = actorOf(scope)
	const [row] = await db
		.update(offerDecisions)
		.set({ withdrawnAt: now(), withdrawnByType: by.type, withdrawnById: by.id, withdrawalReason: reason })
		.where(
			and(
				eq(offerDecisions.workspaceId, scope.workspaceId),
				eq(offerDecisions.id, id),
				isNull(offerDecisions.withdrawnAt),
			),
		)
		.returning()
	if (!row) throw new Error('a decision was taken back twice')
	return row
}
