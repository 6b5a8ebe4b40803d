import { and, eq, inArray, isNull } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import { type Reader, type Writer, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { addressLine } from '../addresses/rules.ts'
import { contactEvent } from '../events.ts'
import { displayName, type LinkType, type Person } from '../rules.ts'
import { refreshSearch } from '../search/writes.ts'
import { accounts, contactLinks, contacts, sites } from '../tables.ts'

export interface Target {
	accountId: string
	siteId: string | null
	/** What it is called, for the event. */
	label: string
}
export type LinkFailure = {
	ok: false
	reason: 'not_found' | 'account_unknown' | 'site_unknown' | 'link_type_unknown'
	path: string
}
type Wanted = { type: LinkType; id: string }

/** Gives a contact an account with all its sites, or one site. Done twice it is there once. */
export function linkContact(scope: CompanyScope, contactId: string, link: Wanted): Promise<{ ok: true } | LinkFailure> {
	return write(scope, async (writer) => {
		const contact = await livingContact(writer, contactId)
		if (!contact) return { ok: false, reason: 'not_found', path: '' } as const
		const resolved = await resolveLinks(writer, [link])
		if (!resolved.ok) return resolved
		await addLinks(writer, contact, resolved.targets)
		return { ok: true } as const
	})
}

/** Takes one link away; what hung on it the contact sees no more. */
export function unlinkContact(scope: CompanyScope, contactId: string, linkId: string): Promise<boolean> {
	return write(scope, async (writer) => {
		const contact = await livingContact(writer, contactId)
		return contact ? (await removeLinks(writer, contact, [linkId])) > 0 : false
	})
}

/** The accounts and sites that links name; fails at the first that this workspace does not have. */
export async function resolveLinks(
	{ db, scope }: Reader<CompanyScope>,
	wanted: readonly Wanted[],
): Promise<{ ok: true; targets: Target[] } | LinkFailure> {
	if (wanted.length === 0) return { ok: true, targets: [] }
	const ids = (type: LinkType) => wanted.filter((link) => link.type === type).map((link) => link.id)
	const living = <T extends typeof accounts | typeof sites>(table: T, type: LinkType) =>
		and(eq(table.workspaceId, scope.workspaceId), inArray(table.id, ids(type)), isNull(table.archivedAt))
	const foundAccounts = ids('account').length
		? await db.select({ id: accounts.id, name: accounts.name }).from(accounts).where(living(accounts, 'account'))
		: []
	const foundSites = ids('site').length ? await db.select().from(sites).where(living(sites, 'site')) : []
	const targets: Target[] = []
	for (const [index, { type, id }] of wanted.entries()) {
		if (type === 'project') return { ok: false, reason: 'link_type_unknown', path: `links.${index}.type` }
		const account = type === 'account' ? foundAccounts.find((row) => row.id === id) : undefined
		const site = type === 'site' ? foundSites.find((row) => row.id === id) : undefined
		if (account) targets.push({ accountId: account.id, siteId: null, label: account.name })
		else if (site) targets.push({ accountId: site.accountId, siteId: site.id, label: site.name || addressLine(site) })
		else return { ok: false, reason: `${type}_unknown`, path: `links.${index}.id` }
	}
	return { ok: true, targets }
}

type Linked = Person & { id: string }

/** Adds links as a step of a larger operation; those that are there already stay. */
export async function addLinks(writer: Writer, contact: Linked, targets: Target[]): Promise<void> {
	if (targets.length === 0) return
	const at = now()
	const added = await writer.db
		.insert(contactLinks)
		.values(
			targets.map(({ accountId, siteId }) => ({
				workspaceId: writer.scope.workspaceId,
				id: newId('lnk'),
				contactId: contact.id,
				accountId,
				siteId,
				createdAt: at,
			})),
		)
		.onConflictDoNothing()
		.returning({ accountId: contactLinks.accountId, siteId: contactLinks.siteId })
	if (added.length === 0) return
	const name = displayName(contact)
	const events = added.map(({ accountId, siteId }) => {
		const target = targets.find((one) => one.accountId === accountId && one.siteId === siteId)
		return contactEvent('contact.linked', contact.id, accountId, { name, siteId, to: target?.label ?? '' })
	})
	await writer.emit(...events)
	await refreshSearch(writer, { accountIds: added.map((link) => link.accountId), contactIds: [contact.id] })
}

/** Makes these the contact's only links. */
export async function setLinks(writer: Writer, contact: Linked, targets: Target[]): Promise<void> {
	const { db, scope } = writer
	const mine = and(eq(contactLinks.workspaceId, scope.workspaceId), eq(contactLinks.contactId, contact.id))
	const current = await db.select().from(contactLinks).where(mine)
	const stays = (link: { accountId: string; siteId: string | null }) =>
		targets.some((target) => target.accountId === link.accountId && target.siteId === link.siteId)
	const gone = current.filter((link) => !stays(link)).map((link) => link.id)
	if (gone.length > 0) await removeLinks(writer, contact, gone)
	await addLinks(writer, contact, targets)
}

async function removeLinks(writer: Writer, contact: Linked, linkIds: string[]): Promise<number> {
	const { db, scope } = writer
	const removed = await db
		.delete(contactLinks)
		.where(
			and(
				eq(contactLinks.workspaceId, scope.workspaceId),
				eq(contactLinks.contactId, contact.id),
				inArray(contactLinks.id, linkIds),
			),
		)
		.returning({ accountId: contactLinks.accountId, siteId: contactLinks.siteId })
	if (removed.length === 0) return 0
	const labels = await labelsOf(writer, removed)
	const name = displayName(contact)
	await writer.emit(
		...removed.map(({ accountId, siteId }) =>
			contactEvent('contact.unlinked', contact.id, accountId, {
				name,
				siteId,
				from: labels.get(siteId ?? accountId) ?? '',
			}),
		),
	)
	await refreshSearch(writer, { accountIds: removed.map((link) => link.accountId), contactIds: [contact.id] })
	return removed.length
}

async function labelsOf(
	{ db, scope }: Writer,
	links: { accountId: string; siteId: string | null }[],
): Promise<Map<string, string>> {
	const labels = new Map<string, string>()
	const accountIds = links.map((link) => link.accountId)
	const siteIds = links.flatMap((link) => link.siteId ?? [])
	const named = await db
		.select({ id: accounts.id, name: accounts.name })
		.from(accounts)
		.where(and(eq(accounts.workspaceId, scope.workspaceId), inArray(accounts.id, accountIds)))
	for (const account of named) labels.set(account.id, account.name)
	if (siteIds.length === 0) return labels
	const placed = await db
		.select()
		.from(sites)
		.where(and(eq(sites.workspaceId, scope.workspaceId), inArray(sites.id, siteIds)))
	for (const site of placed) labels.set(site.id, site.name || addressLine(site))
	return labels
}

async function livingContact({ db, scope }: Writer, id: string): Promise<Linked | null> {
	const [row] = await db
		.select({
			id: contacts.id,
			firstName: contacts.firstName,
			lastName: contacts.lastName,
			email: contacts.email,
			phone: contacts.phone,
		})
		.from(contacts)
		.where(and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, id), isNull(contacts.archivedAt)))
		.for('update')
	return row ?? null
}
