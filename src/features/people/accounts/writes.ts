import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import { endSessionsOfAccount } from '#features/access/sessions/writes.ts'
import { now } from '#platform/clock/clock.ts'
import { sqlState, type Writer, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { changesSince, type ForeignChange } from '../edits/reads.ts'
import { accountEvent, changesOf } from '../events.ts'
import { holdExternalId } from '../external/writes.ts'
import type { AccountInput, AccountPatch, SiteInput } from '../schema.ts'
import { refreshSearch } from '../search/writes.ts'
import { insertSite } from '../sites/writes.ts'
import { accounts } from '../tables.ts'
import { type Account, findAccount, findAccountByExternalId } from './reads.ts'

export type AccountFailure =
	| { ok: false; reason: 'not_found' }
	| { ok: false; reason: 'external_id_taken'; path: 'externalId' }
	/** Somebody else was faster; nothing was overwritten. */
	| { ok: false; reason: 'changed'; current: Account; changes: ForeignChange[] }
export type AccountOutcome = { ok: true; account: Account } | AccountFailure

export function createAccount(scope: CompanyScope, input: AccountInput): Promise<AccountOutcome> {
	return catchTaken(() => write(scope, (writer) => insertAccount(writer, input)))
}

/** A new account and, where an address is given, its first site. */
export function createAccountWithSite(
	scope: CompanyScope,
	input: AccountInput,
	address: SiteInput['address'] | null,
): Promise<AccountOutcome> {
	return catchTaken(() =>
		write(scope, async (writer) => {
			const outcome = await insertAccount(writer, input)
			if (outcome.ok && address) await insertSite(writer, { accountId: outcome.account.id, address })
			return outcome
		}),
	)
}

/** A new account as a step of a larger operation. */
export async function insertAccount(writer: Writer<CompanyScope>, input: AccountInput): Promise<AccountOutcome> {
	if (input.externalId && (await findAccountByExternalId(writer, input.externalId))) return externalIdTaken
	const id = newId('acc')
	const at = now()
	await writer.db.insert(accounts).values({
		workspaceId: writer.scope.workspaceId,
		id,
		externalId: input.externalId ?? null,
		name: input.name,
		kind: input.kind ?? 'household',
		portalEnabled: input.portalEnabled ?? true,
		leadSource: input.leadSource ?? null,
		notes: input.notes ?? '',
		createdAt: at,
		updatedAt: at,
	})
	await refreshSearch(writer, { accountIds: [id] })
	await writer.emit(accountEvent('account.created', id, { name: input.name }))
	return found(writer, id)
}

/** `expected`: when the record was last changed as its editor saw it; somebody else's change since is not overwritten. */
export function updateAccount(
	scope: CompanyScope,
	id: string,
	patch: AccountPatch,
	expected?: Date,
): Promise<AccountOutcome> {
	return catchTaken(() => write(scope, (writer) => changeAccount(writer, id, patch, expected)))
}

async function changeAccount(
	writer: Writer<CompanyScope>,
	id: string,
	patch: AccountPatch,
	expected?: Date,
): Promise<AccountOutcome> {
	const current = await lockAccount(writer, id)
	if (!current || current.archivedAt) return { ok: false, reason: 'not_found' }
	const changed = expected ? await changesSince(writer, id, expected) : []
	if (changed.length > 0) return { ok: false, reason: 'changed', current, changes: changed }
	const { notes, ...rest } = patch
	const changes = changesOf(current, { ...rest, notes: notes === undefined ? undefined : (notes ?? '') })
	if (Object.keys(changes).length === 0) return { ok: true, account: current }
	const values = Object.fromEntries(Object.entries(changes).map(([field, { to }]) => [field, to]))
	if (patch.externalId) await takeOverExternalId(writer, id, patch.externalId)
	const at = now()
	await writer.db
		.update(accounts)
		.set({ ...values, updatedAt: at })
		.where(thisOne(writer, id))
	if (changes.portalEnabled?.to === false) await endSessionsOfAccount(writer, id)
	if (changes.name || changes.externalId) await refreshSearch(writer, { accountIds: [id] })
	const event = accountEvent('account.updated', id, { name: patch.name ?? current.name, changes, version: at })
	await writer.emit({ ...event, hint: { portal: changes.portalEnabled !== undefined } })
	return found(writer, id)
}

/** One that was merged into this account had it, and leads here: it is this one's to take. */
async function takeOverExternalId({ db, scope }: Writer, id: string, externalId: string): Promise<void> {
	await db
		.update(accounts)
		.set({ externalId: null })
		.where(
			and(
				eq(accounts.workspaceId, scope.workspaceId),
				eq(accounts.mergedInto, id),
				eq(accounts.externalId, externalId),
			),
		)
}

/** Takes the account out of the lists and its portal away. Its people, sites and documents stay as they are. */
export function archiveAccount(scope: CompanyScope, id: string): Promise<boolean> {
	return write(scope, (writer) => setArchived(writer, id, true))
}

/** False for one that is not archived, or was merged into another: that stays away. */
export function restoreAccount(scope: CompanyScope, id: string): Promise<boolean> {
	return write(scope, (writer) => setArchived(writer, id, false))
}

async function setArchived(writer: Writer<CompanyScope>, id: string, archived: boolean): Promise<boolean> {
	const at = now()
	const [row] = await writer.db
		.update(accounts)
		.set({ archivedAt: archived ? at : null, updatedAt: at })
		.where(
			and(
				thisOne(writer, id),
				archived ? isNull(accounts.archivedAt) : isNotNull(accounts.archivedAt),
				isNull(accounts.mergedInto),
			),
		)
		.returning({ name: accounts.name })
	if (!row) return false
	if (archived) await endSessionsOfAccount(writer, id)
	await writer.emit(accountEvent(archived ? 'account.archived' : 'account.restored', id, { name: row.name }))
	return true
}

/** Creates the account of another program's id, or brings it up to date (out of the archive too). */
export function upsertAccount(
	scope: CompanyScope,
	externalId: string,
	input: AccountInput,
): Promise<AccountOutcome & { created?: boolean }> {
	return catchTaken(() =>
		write(scope, async (writer): Promise<AccountOutcome & { created?: boolean }> => {
			await holdExternalId(writer, 'account', externalId)
			const known = await findAccountByExternalId(writer, externalId)
			if (!known) return { ...(await insertAccount(writer, { ...input, externalId })), created: true }
			// What was merged away lives on in the one that took it in, under that one's own external id.
			const id = known.mergedInto ?? known.id
			await setArchived(writer, id, false)
			return changeAccount(writer, id, { ...input, externalId: known.mergedInto ? undefined : externalId })
		}),
	)
}

/** Writes a note into the account's feed; only the company sees it. */
export function noteAccount(scope: CompanyScope, id: string, text: string): Promise<boolean> {
	return write(scope, async (writer) => {
		const account = await findAccount(writer, id)
		if (!account || account.mergedInto) return false
		await writer.emit(accountEvent('account.noted', id, { text }))
		return true
	})
}

const externalIdTaken = { ok: false, reason: 'external_id_taken', path: 'externalId' } as const

function thisOne({ scope }: Writer, id: string) {
	return and(eq(accounts.workspaceId, scope.workspaceId), eq(accounts.id, id))
}

async function lockAccount(writer: Writer<CompanyScope>, id: string): Promise<Account | null> {
	await writer.db.select({ id: accounts.id }).from(accounts).where(thisOne(writer, id)).for('update')
	return findAccount(writer, id)
}

async function found(writer: Writer<CompanyScope>, id: string): Promise<AccountOutcome> {
	const account = await findAccount(writer, id)
	return account ? { ok: true, account } : { ok: false, reason: 'not_found' }
}

/** Two that write the same external id at once: the index decides, and the loser gets a value. */
async function catchTaken<T>(work: () => Promise<T>): Promise<T | AccountFailure> {
	try {
		return await work()
	} catch (error) {
		if (sqlState(error)?.constraint === 'accounts_external') return externalIdTaken
		throw error
	}
}
