import { and, eq, inArray } from 'drizzle-orm'
import { holdToShared } from '#features/access/delegates/holding/writes.ts'
import { endSessionsOfAccount } from '#features/access/sessions/writes.ts'
import { joinConversations } from '#features/messages/joining/writes.ts'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { accountEvent } from '../../events.ts'
import { refreshSearch } from '../../search/writes.ts'
import { accounts } from '../../tables.ts'
import type { Account } from '../reads.ts'
import { accountsToMerge, belongingsOfAccount, type PairRefusal, seersOfMore } from './reads.ts'
import { accountMergePlan } from './rules.ts'

export type AccountsMerged = { ok: true } | PairRefusal

/**
 * Makes two accounts one. The kept one's values stand and its blanks are filled; all that belongs to the other comes over,
 * with its history. The other is archived for good and points to the kept one. Done twice it is done once.
 */
export function mergeAccounts(scope: CompanyScope, keepId: string, removeId: string): Promise<AccountsMerged> {
	return write(scope, async (writer): Promise<AccountsMerged> => {
		await lockBoth(writer, [keepId, removeId])
		const pair = await accountsToMerge(writer, keepId, removeId)
		if (!pair.ok) return pair
		if (pair.merged) return { ok: true }
		const { keep, remove } = pair
		const { changes } = accountMergePlan(keep, remove)
		const moved = await belongingsOfAccount(writer, removeId)
		const seers = await seersOfMore(writer, [keep, remove])
		await putAway(writer, remove, keep)
		await change(writer, keepId, { ...changes, updatedAt: now() })
		await holdToShared(writer, [keepId, removeId])
		await joinConversations(writer, 'account', keepId, removeId)
		for (const statement of moves) await writer.client.query(statement, [scope.workspaceId, keepId, removeId])
		if (changes.portalEnabled === false) await endSessionsOfAccount(writer, keepId)
		await refreshSearch(writer, { accountIds: [keepId, removeId] })
		await writer.emit(
			accountEvent('account.merged', keepId, {
				name: keep.name,
				mergedId: removeId,
				mergedName: remove.name,
				moved,
				...(changes.portalEnabled === false && { portalEnabled: false }),
				...(seers.length > 0 && { seeMore: seers.map(({ id }) => id) }),
			}),
		)
		return { ok: true }
	})
}

/** In the order of their ids, so that two merges of the same pair cannot wait for each other. */
async function lockBoth({ db, scope }: Writer, ids: string[]): Promise<void> {
	await db
		.select({ id: accounts.id })
		.from(accounts)
		.where(and(eq(accounts.workspaceId, scope.workspaceId), inArray(accounts.id, ids)))
		.orderBy(accounts.id)
		.for('update')
}

/** Its external id goes to the kept one if that has none; else it stays, and leads there (`upsertAccount`, imports). */
async function putAway(writer: Writer, remove: Account, keep: Account): Promise<void> {
	const { db, scope } = writer
	await db
		.update(accounts)
		.set({ mergedInto: keep.id })
		.where(and(eq(accounts.workspaceId, scope.workspaceId), eq(accounts.mergedInto, remove.id)))
	const at = now()
	const externalId = keep.externalId ? remove.externalId : null
	await change(writer, remove.id, { archivedAt: at, updatedAt: at, mergedInto: keep.id, externalId })
}

async function change({ db, scope }: Writer, id: string, values: Partial<typeof accounts.$inferInsert>): Promise<void> {
	await db
		.update(accounts)
		.set(values)
		.where(and(eq(accounts.workspaceId, scope.workspaceId), eq(accounts.id, id)))
}

/**
 * $2 is the kept one, $3 the other. Every table with an account has its line (tests/access/merging.db.test.ts walks the
 * catalog); what belongs to a site, project or document (work orders, action items, offers, requests, drawings, pairs of
 * pictures) goes with that.
 */
const moves = [
	`update contact_links l set account_id = $2 where l.workspace_id = $1 and l.account_id = $3 and not exists (
		select from contact_links k where k.workspace_id = $1 and k.account_id = $2 and k.contact_id = l.contact_id
			and k.site_id is not distinct from l.site_id and k.project_id is not distinct from l.project_id)`,
	'delete from contact_links where workspace_id = $1 and account_id = $3 and account_id <> $2',
	`update delegations set places = replace(places::text, to_jsonb($3::text)::text, to_jsonb($2::text)::text)::jsonb
		where workspace_id = $1 and places @> jsonb_build_array(jsonb_build_object('accountId', $3::text))`,
	'update sites set account_id = $2, updated_at = now() where workspace_id = $1 and account_id = $3',
	'update projects set account_id = $2, updated_at = now() where workspace_id = $1 and account_id = $3',
	'update visits set account_id = $2, updated_at = now() where workspace_id = $1 and account_id = $3',
	'update documents set account_id = $2 where workspace_id = $1 and account_id = $3',
	'update conversations set account_id = $2 where workspace_id = $1 and account_id = $3',
	'update import_rows set account_id = $2 where workspace_id = $1 and account_id = $3',
	'update events set account_id = $2 where workspace_id = $1 and account_id = $3',
]
