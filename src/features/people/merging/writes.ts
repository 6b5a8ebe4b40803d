import { and, eq, inArray } from 'drizzle-orm'
import { endSessions } from '#features/access/sessions/writes.ts'
import { joinConversations } from '#features/messages/joining/writes.ts'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import type { Contact } from '../contacts/reads.ts'
import { contactEvent } from '../events.ts'
import { displayName, sortName } from '../rules.ts'
import { refreshSearch } from '../search/writes.ts'
import { contacts } from '../tables.ts'
import { belongingsOf, pairToMerge } from './reads.ts'
import { mergeable, mergePlan } from './rules.ts'

export type Merged = { ok: true } | { ok: false; reason: 'not_found' }

/**
 * Makes two contacts one. The kept one's values stand and its blanks are filled; links, conversations,
 * documents, sessions and history of the other come over. The other is archived for good and points to it.
 */
export function mergeContacts(scope: CompanyScope, keepId: string, removeId: string): Promise<Merged> {
	return write(scope, async (writer): Promise<Merged> => {
		await lockBoth(writer, [keepId, removeId])
		const pair = await pairToMerge(writer, keepId, removeId)
		if (!pair) return { ok: false, reason: 'not_found' }
		const [keep, remove] = pair
		const moved = await belongingsOf(writer, removeId)
		const { changes } = mergePlan(mergeable(keep), mergeable(remove))
		await dropLent(writer, keep, remove)
		await putAway(writer, remove, keep)
		await fillIn(writer, keep, remove, changes)
		await joinConversations(writer, 'contact', keepId, removeId)
		for (const statement of moves) await writer.client.query(statement, [scope.workspaceId, keepId, removeId])
		if (changes.portalStatus === 'suspended') await endSessions(writer, { type: 'contact', id: keepId })
		await writer.emit(
			contactEvent('contact.merged', keepId, null, {
				name: displayName({ ...keep, ...changes }),
				mergedId: removeId,
				mergedName: displayName(remove),
				moved,
			}),
		)
		await refreshSearch(writer, { contactIds: [keepId, removeId], accountIds: remove.links.map((l) => l.accountId) })
		return { ok: true }
	})
}

/** In the order of their ids, so that two merges of the same pair cannot wait for each other. */
async function lockBoth({ db, scope }: Writer, ids: string[]): Promise<void> {
	await db
		.select({ id: contacts.id })
		.from(contacts)
		.where(and(eq(contacts.workspaceId, scope.workspaceId), inArray(contacts.id, ids)))
		.orderBy(contacts.id)
		.for('update')
}

/** Takes away what was only lent (`withoutLent`): links, and of the kept one its standing as a delegate. */
async function dropLent({ client, scope }: Writer, keep: Contact, remove: Contact): Promise<void> {
	await client.query(
		`delete from contact_links l using contacts c, contacts o where l.workspace_id = $1 and c.workspace_id = $1 and o.workspace_id = $1
			and c.id = l.contact_id and c.delegate_of is not null and c.delegate_of is distinct from o.delegate_of
			and ((c.id = $3 and o.id = $2) or (c.id = $2 and o.id = $3 and o.delegate_of is null))`,
		[scope.workspaceId, keep.id, remove.id],
	)
	await client.query('update contacts set delegate_of = $3, access_areas = $4 where workspace_id = $1 and id = $2', [
		scope.workspaceId,
		keep.id,
		keep.delegateOf,
		keep.accessAreas,
	])
}

async function putAway({ db, scope }: Writer, remove: Contact, keep: Contact): Promise<void> {
	const at = now()
	const own = eq(contacts.workspaceId, scope.workspaceId)
	await db
		.update(contacts)
		.set({ mergedInto: keep.id })
		.where(and(own, eq(contacts.mergedInto, remove.id)))
	await db
		.update(contacts)
		.set({
			archivedAt: at,
			updatedAt: at,
			mergedInto: keep.id,
			...(!keep.externalId && remove.externalId && { externalId: null }),
		})
		.where(and(own, eq(contacts.id, remove.id)))
}

async function fillIn(
	{ db, scope }: Writer,
	keep: Contact,
	remove: Contact,
	changes: ReturnType<typeof mergePlan>['changes'],
): Promise<void> {
	const { phoneExt, language, accessAreas, ...rest } = changes
	const earliest = (a: Date | null, b: Date | null) => (a && b ? (a < b ? a : b) : (a ?? b))
	const latest = (a: Date | null, b: Date | null) => (a && b ? (a > b ? a : b) : (a ?? b))
	await db
		.update(contacts)
		.set({
			...rest,
			...(language && { language }),
			...(accessAreas && { accessAreas: [...accessAreas] }),
			...(phoneExt !== undefined && { phoneExtension: phoneExt }),
			firstName: keep.firstName || remove.firstName,
			lastName: keep.lastName || remove.lastName,
			...(changes.portalStatus === 'suspended' && {
				suspendedNote: remove.suspendedNote,
				statusBeforeSuspension: keep.portalStatus,
			}),
			mayInvite: keep.mayInvite || (keep.kind === remove.kind && remove.mayInvite),
			notes: [keep.notes, remove.notes].filter(Boolean).join('\n\n'),
			invitedAt: earliest(keep.invitedAt, remove.invitedAt),
			registeredAt: earliest(keep.registeredAt, remove.registeredAt),
			lastSeenAt: latest(keep.lastSeenAt, remove.lastSeenAt),
			sortName: sortName({ ...keep, ...changes }),
			updatedAt: now(),
		})
		.where(and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, keep.id)))
}

/** $2 is the kept one, $3 the other. */
const moves = [
	`update contact_links l set contact_id = $2 where l.workspace_id = $1 and l.contact_id = $3 and not exists (
		select from contact_links k where k.workspace_id = $1 and k.contact_id = $2
			and k.account_id = l.account_id and k.site_id is not distinct from l.site_id
			and k.project_id is not distinct from l.project_id)`,
	'delete from contact_links where workspace_id = $1 and contact_id = $3 and contact_id <> $2',
	'update conversations set contact_id = $2 where workspace_id = $1 and contact_id = $3',
	`update messages set author_id = $2 where workspace_id = $1 and author_type = 'contact' and author_id = $3
		and conversation_id in (select id from conversations where workspace_id = $1 and contact_id = $2)`,
	`update messages set read_by = $2 where workspace_id = $1 and read_by = $3
		and conversation_id in (select id from conversations where workspace_id = $1 and contact_id = $2)`,
	`update documents set author_id = $2 where workspace_id = $1 and author_type = 'contact' and author_id = $3
		and account_id in (select account_id from contact_links where workspace_id = $1 and contact_id = $2)`,
	`update document_versions set author_id = $2 where workspace_id = $1 and author_type = 'contact' and author_id = $3
		and document_id in (select d.id from documents d join contact_links l on l.workspace_id = d.workspace_id and l.account_id = d.account_id
			where d.workspace_id = $1 and l.contact_id = $2)`,
	`insert into document_views as v (workspace_id, document_id, contact_id, first_at, last_at, times)
		select workspace_id, document_id, $2, first_at, last_at, times from document_views where workspace_id = $1 and contact_id = $3
		on conflict (workspace_id, document_id, contact_id) do update set
			first_at = least(v.first_at, excluded.first_at), last_at = greatest(v.last_at, excluded.last_at), times = v.times + excluded.times`,
	'delete from document_views where workspace_id = $1 and contact_id = $3 and contact_id <> $2',
	'update sessions set contact_id = $2 where workspace_id = $1 and contact_id = $3',
	`update contact_passwords set contact_id = $2 where workspace_id = $1 and contact_id = $3
		and not exists (select from contact_passwords where workspace_id = $1 and contact_id = $2)`,
	'delete from contact_passwords where workspace_id = $1 and contact_id = $3 and contact_id <> $2',
	'update passkeys set contact_id = $2 where workspace_id = $1 and contact_id = $3',
	`update devices d set contact_id = $2 where workspace_id = $1 and contact_id = $3
		and not exists (select from devices k where k.workspace_id = $1 and k.contact_id = $2 and k.token_hash = d.token_hash)`,
	'delete from devices where workspace_id = $1 and contact_id = $3 and contact_id <> $2',
	`update roof_drawings set saved_by_id = $2 where workspace_id = $1 and saved_by_type = 'contact' and saved_by_id = $3
		and project_id in (select p.id from projects p join contact_links l on l.workspace_id = p.workspace_id and l.account_id = p.account_id
			where p.workspace_id = $1 and l.contact_id = $2)`,
	`update roof_drawings set handed_in_by_id = $2 where workspace_id = $1 and handed_in_by_type = 'contact' and handed_in_by_id = $3
		and project_id in (select p.id from projects p join contact_links l on l.workspace_id = p.workspace_id and l.account_id = p.account_id
			where p.workspace_id = $1 and l.contact_id = $2)`,
	'update offer_decisions set contact_id = $2 where workspace_id = $1 and contact_id = $3',
	'update document_requests set contact_id = $2 where workspace_id = $1 and contact_id = $3',
	'update action_items set contact_id = $2 where workspace_id = $1 and contact_id = $3',
	`update action_items set completed_by_id = $2 where workspace_id = $1 and completed_by_type = 'contact' and completed_by_id = $3`,
	`update action_items set draft = jsonb_set(draft, '{by}', to_jsonb($2::text)) where workspace_id = $1 and draft->>'by' = $3`,
	`update action_item_answers set by_id = $2 where workspace_id = $1 and by_type = 'contact' and by_id = $3`,
	'update direct_links set contact_id = $2 where workspace_id = $1 and contact_id = $3',
	'update previews set contact_id = $2 where workspace_id = $1 and contact_id = $3',
	'update challenges set contact_id = $2 where workspace_id = $1 and contact_id = $3',
	'update deliveries set contact_id = $2 where workspace_id = $1 and contact_id = $3',
	`update contacts k set terms_version = greatest(k.terms_version, g.terms_version) from contacts g
		where k.workspace_id = $1 and k.id = $2 and g.workspace_id = $1 and g.id = $3`,
	'update terms_acceptances set contact_id = $2 where workspace_id = $1 and contact_id = $3',
	'update registrations set contact_id = $2 where workspace_id = $1 and contact_id = $3',
	// One of the two may have waited already; a file that waits twice is made once.
	`update data_exports set status = 'failed' where workspace_id = $1 and contact_id = $3 and contact_id <> $2 and status = 'queued'`,
	'update data_exports set contact_id = $2 where workspace_id = $1 and contact_id = $3',
	`update erasures set status = 'declined', finished_at = now() where workspace_id = $1 and contact_id = $3 and contact_id <> $2 and status = 'asked'`,
	'update erasures set contact_id = $2 where workspace_id = $1 and contact_id = $3',
	'update contacts set delegate_of = $2 where workspace_id = $1 and delegate_of = $3 and id <> $2',
	// Of two entries of one address that one stays which somebody was let in by: only it can shut that person out again.
	`delete from delegations k where workspace_id = $1 and inviter_id = $2 and outcome <> 'created' and removed_at is null
		and exists (select from delegations d where d.workspace_id = $1 and d.inviter_id = $3 and d.address = k.address
			and d.outcome = 'created' and d.removed_at is null)`,
	`update delegations d set inviter_id = $2 where workspace_id = $1 and inviter_id = $3 and (removed_at is not null
		or not exists (select from delegations k where k.workspace_id = $1 and k.inviter_id = $2 and k.address = d.address and k.removed_at is null))`,
	'delete from delegations where workspace_id = $1 and inviter_id = $3 and inviter_id <> $2',
	'update delegations set contact_id = $2 where workspace_id = $1 and contact_id = $3',
	'delete from invitation_run_contacts where workspace_id = $1 and contact_id = $3 and contact_id <> $2',
	'update events set contact_id = $2 where workspace_id = $1 and contact_id = $3',
]
