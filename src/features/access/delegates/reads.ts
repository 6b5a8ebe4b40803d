import { and, asc, desc, eq, isNull, or, sql } from 'drizzle-orm'
import { placesWithin } from '#features/people/places/reads.ts'
import { holds, type Place } from '#features/people/places/rules.ts'
import { displayName } from '#features/people/rules.ts'
import { contacts } from '#features/people/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import { isId } from '#platform/id/id.ts'
import { type ClientScope, type CompanyScope, mayArea } from '#platform/scope/scope.ts'
import { type DelegateStatus, idOf, type Share, statusOf } from './rules.ts'
import { delegations } from './tables.ts'

/** Somebody whom the contact has let in, as that contact may know it. */
export interface Delegate {
	id: string
	name: string
	email: string | null
	phone: string | null
	status: DelegateStatus
	/** What it sees now: never more than the inviter. */
	areas: Share['areas']
	places: Place[]
	invitedAt: Date
}

/** Whom this contact has let in, the last first. */
export async function ownDelegates(reader: Reader<ClientScope>): Promise<Delegate[]> {
	const rows = await select(reader, reader.scope.contactId).orderBy(desc(delegations.id))
	const places = rows.length > 0 ? await placesWithin(reader, reader.scope) : []
	return rows.map((row) => toDelegate(reader.scope, places, row))
}

/** One of them; null for an unknown one, and for anybody else's. */
export async function ownDelegate(reader: Reader<ClientScope>, id: string): Promise<Delegate | null> {
	if (!isId('dlg', id)) return null
	const [row] = await select(reader, reader.scope.contactId, id)
	return row ? toDelegate(reader.scope, await placesWithin(reader, reader.scope), row) : null
}

/** Of one person whom a contact has let in, for the company. */
export interface InvitedPerson {
	id: string
	name: string
	email: string | null
	phone: string | null
	/** Its record; of one whose address was known already, that of the owner of the address. */
	contactId: string | null
	/** The address belonged to a contact already: nothing was given to it. */
	known: boolean
	portalStatus: (typeof contacts.$inferSelect)['portalStatus'] | null
	invitationBounced: boolean
	createdAt: Date
}

/** Whom a contact has let in, for the company, the first first. */
export async function invitedBy(reader: Reader<CompanyScope>, contactId: string): Promise<InvitedPerson[]> {
	const rows = await select(reader, contactId).orderBy(asc(delegations.id))
	return rows.map(({ delegation, contact }) => ({
		id: delegation.id,
		name: displayName(delegation),
		email: delegation.email,
		phone: delegation.phone,
		contactId: delegation.contactId,
		known: delegation.outcome === 'known',
		portalStatus: contact?.portalStatus ?? null,
		invitationBounced: contact?.bounced ?? false,
		createdAt: delegation.createdAt,
	}))
}

/** Those that still stand: what the company archived, or made a contact in its own right, is nobody's any more. */
function select({ db, scope }: Pick<Reader, 'db' | 'scope'>, inviterId: string, id?: string) {
	const theirs = and(isNull(contacts.archivedAt), eq(contacts.delegateOf, delegations.inviterId))
	return db
		.select({
			delegation: delegations,
			contact: {
				portalStatus: contacts.portalStatus,
				bounced: contacts.invitationBounced,
				areas: contacts.accessAreas,
				places: sql<
					Share['places'] | null
				>`(select json_agg(json_build_object('accountId', l.account_id, 'siteId', l.site_id))
					from contact_links l where l.workspace_id = ${contacts.workspaceId} and l.contact_id = ${contacts.id})`,
			},
		})
		.from(delegations)
		.leftJoin(contacts, and(eq(contacts.workspaceId, delegations.workspaceId), eq(contacts.id, delegations.contactId)))
		.where(
			and(
				eq(delegations.workspaceId, scope.workspaceId),
				eq(delegations.inviterId, inviterId),
				isNull(delegations.removedAt),
				id === undefined ? undefined : eq(delegations.id, id),
				or(sql`${delegations.outcome} <> 'created'`, theirs),
			),
		)
		.$dynamic()
}

type Row = Awaited<ReturnType<typeof select>>[number]

function toDelegate(scope: ClientScope, own: Place[], { delegation, contact }: Row): Delegate {
	const made = delegation.outcome === 'created' ? contact : null
	const share: Share = made ? { areas: made.areas, places: made.places ?? [] } : delegation
	const ids = share.places.map(idOf)
	return {
		id: delegation.id,
		name: displayName(delegation),
		email: delegation.email,
		phone: delegation.phone,
		status: statusOf({
			outcome: delegation.outcome,
			portalStatus: contact?.portalStatus ?? null,
			bounced: contact?.bounced ?? null,
		}),
		areas: share.areas.filter((area) => mayArea(scope, area)),
		places: own.filter((place) => holds(scope, place) && ids.includes(idOf(place))),
		invitedAt: delegation.createdAt,
	}
}
