import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import { sqlState, type Writer, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { findAccount } from '../accounts/reads.ts'
import { addressLine } from '../addresses/rules.ts'
import { changesSince, type ForeignChange } from '../edits/reads.ts'
import { changesOf, siteEvent } from '../events.ts'
import { holdExternalId } from '../external/writes.ts'
import type { SiteInput, SitePatch } from '../schema.ts'
import { searchText } from '../search/rules.ts'
import { refreshSearch } from '../search/writes.ts'
import { sites } from '../tables.ts'
import { findSite, findSiteByExternalId, type Site } from './reads.ts'

export type SiteFailure =
	| { ok: false; reason: 'not_found' }
	| { ok: false; reason: 'account_unknown'; path: 'accountId' }
	| { ok: false; reason: 'external_id_taken'; path: 'externalId' }
	/** Somebody else was faster; nothing was overwritten. */
	| { ok: false; reason: 'changed'; current: Site; changes: ForeignChange[] }
export type SiteOutcome = { ok: true; site: Site } | SiteFailure

export function createSite(scope: CompanyScope, input: SiteInput): Promise<SiteOutcome> {
	return catchTaken(() => write(scope, (writer) => insertSite(writer, input)))
}

/** A new site as a step of a larger operation. */
export async function insertSite(writer: Writer<CompanyScope>, input: SiteInput): Promise<SiteOutcome> {
	const account = await findAccount(writer, input.accountId)
	if (!account || account.archivedAt) return { ok: false, reason: 'account_unknown', path: 'accountId' }
	if (input.externalId && (await findSiteByExternalId(writer, input.externalId))) return externalIdTaken
	const id = newId('sit')
	const at = now()
	const values = valuesOf({ ...input, externalId: input.externalId ?? null, name: input.name ?? '' })
	await writer.db.insert(sites).values({
		workspaceId: writer.scope.workspaceId,
		id,
		accountId: account.id,
		...values,
		search: searchOf({ ...blank, ...values }),
		createdAt: at,
		updatedAt: at,
	})
	await refreshSearch(writer, { accountIds: [account.id] })
	const site = await findSite(writer, id)
	if (!site) return { ok: false, reason: 'not_found' }
	await writer.emit(siteEvent('site.created', site, { name: labelOf(site) }))
	return { ok: true, site }
}

/** `expected`: when the record was last changed as its editor saw it. */
export function updateSite(scope: CompanyScope, id: string, patch: SitePatch, expected?: Date): Promise<SiteOutcome> {
	return catchTaken(() => write(scope, (writer) => changeSite(writer, id, patch, expected)))
}

async function changeSite(
	writer: Writer<CompanyScope>,
	id: string,
	patch: SitePatch,
	expected?: Date,
): Promise<SiteOutcome> {
	await writer.db.select({ id: sites.id }).from(sites).where(thisOne(writer, id)).for('update')
	const current = await findSite(writer, id)
	if (!current || current.archivedAt) return { ok: false, reason: 'not_found' }
	const changed = expected ? await changesSince(writer, id, expected) : []
	if (changed.length > 0) return { ok: false, reason: 'changed', current, changes: changed }
	const changes = changesOf<Site>(current, valuesOf(patch))
	if (Object.keys(changes).length === 0) return { ok: true, site: current }
	const values: Partial<Site> = Object.fromEntries(Object.entries(changes).map(([field, { to }]) => [field, to]))
	const search = searchOf({ ...current, ...values })
	const at = now()
	await writer.db
		.update(sites)
		.set({ ...values, search, updatedAt: at })
		.where(thisOne(writer, id))
	await refreshSearch(writer, { accountIds: [current.accountId] })
	const site = await findSite(writer, id)
	if (!site) return { ok: false, reason: 'not_found' }
	await writer.emit(siteEvent('site.updated', site, { name: labelOf(site), changes, version: at }))
	return { ok: true, site }
}

export function archiveSite(scope: CompanyScope, id: string): Promise<boolean> {
	return write(scope, (writer) => setArchived(writer, id, true))
}

export function restoreSite(scope: CompanyScope, id: string): Promise<boolean> {
	return write(scope, (writer) => setArchived(writer, id, false))
}

async function setArchived(writer: Writer<CompanyScope>, id: string, archived: boolean): Promise<boolean> {
	const at = now()
	const [row] = await writer.db
		.update(sites)
		.set({ archivedAt: archived ? at : null, updatedAt: at })
		.where(and(thisOne(writer, id), archived ? isNull(sites.archivedAt) : isNotNull(sites.archivedAt)))
		.returning()
	if (!row) return false
	await refreshSearch(writer, { accountIds: [row.accountId] })
	await writer.emit(siteEvent(archived ? 'site.archived' : 'site.restored', row, { name: labelOf(row) }))
	return true
}

/** Creates the site of another program's id, or brings it up to date (out of the archive too). */
export async function upsertSite(
	scope: CompanyScope,
	externalId: string,
	input: SiteInput,
): Promise<SiteOutcome & { created?: boolean }> {
	return catchTaken(() =>
		write(scope, async (writer): Promise<SiteOutcome & { created?: boolean }> => {
			await holdExternalId(writer, 'site', externalId)
			const known = await findSiteByExternalId(writer, externalId)
			if (!known) return { ...(await insertSite(writer, { ...input, externalId })), created: true }
			if (known.archivedAt) await setArchived(writer, known.id, false)
			return changeSite(writer, known.id, { ...input, externalId })
		}),
	)
}

const externalIdTaken = { ok: false, reason: 'external_id_taken', path: 'externalId' } as const
const blank = { name: '', line1: '', line2: '', city: '', region: '', postalCode: '', country: '' }

/** What a site is called in a sentence. */
function labelOf(site: Pick<Site, keyof typeof blank>): string {
	return site.name || addressLine(site)
}

function searchOf(site: Partial<Site>): string {
	return searchText({
		texts: [site.name, site.line1, site.line2, site.city, site.region, site.postalCode, site.externalId],
	})
}

/** The columns that an input names; what it leaves out is left alone. A new address replaces the old one whole. */
function valuesOf(input: SitePatch): Partial<Site> {
	const { address, location } = input
	return {
		...(input.externalId !== undefined && { externalId: input.externalId }),
		...(input.name !== undefined && { name: input.name ?? '' }),
		...(address && {
			line1: address.line1 ?? '',
			line2: address.line2 ?? '',
			city: address.city ?? '',
			region: address.region ?? '',
			postalCode: address.postalCode ?? '',
			country: address.country ?? '',
		}),
		...(location !== undefined && { lat: location?.lat ?? null, lng: location?.lng ?? null }),
	}
}

function thisOne({ scope }: Writer, id: string) {
	return and(eq(sites.workspaceId, scope.workspaceId), eq(sites.id, id))
}

async function catchTaken<T>(work: () => Promise<T>): Promise<T | SiteFailure> {
	try {
		return await work()
	} catch (error) {
		if (sqlState(error)?.constraint === 'sites_external') return externalIdTaken
		throw error
	}
}
