import { and, eq, inArray, isNull } from 'drizzle-orm'
import { projects } from '#features/projects/tables.ts'
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
	/** Of a link to one project. */
	projectId?: string | null
	/** What it is called, for the event. */
	label: string
}
export type LinkFailure = {
	ok: false
	reason: 'not_found' | 'account_unknown' | 'site_unknown' | 'project_unknown'
	path: string
}
type Wanted = { type: LinkType; id: string }

/** Gives a contact an account with all its sites, one site, or one project. Done twice it is there once. */
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

/** The accounts, sites and projects that links name; fails at the first that this workspace does not have. */
export async function resolveLinks(
	{ db, scope }: Reader<CompanyScope>,
	wanted: readonly Wanted[],
): Promise<{ ok: true; targets: Target[] } | LinkFailure> {
	if (wanted.length === 0) return { ok: true, targets: [] }
	const ids = (type: LinkType) => wanted.filter((link) => link.type === type).map((link) => link.id)
	const living = <T extends typeof accounts | typeof sites | typeof projects>(table: T, type: LinkType) =>
		and(eq(table.workspaceId, scope.workspaceId), inArray(table.id, ids(type)), isNull(table.archivedAt))
	const foundAccounts = ids('account').length
		? await db.select({ id: accounts.id, name: accounts.name }).from(accounts).where(living(accounts, 'account'))
		: []
	const foundSites = ids('site').length ? await db.select().from(sites).where(living(sites, 'site')) : []
	const foundProjects = ids('project').length ? await db.select().from(projects).where(living(projects, 'project')) : []
	const targets: Target[] = []
	for (const [index, { type, id }] of wanted.entries()) {
		const account = type === 'account' ? foundAccounts.find((row) => row.id === id) : undefined
		const site = type === 'site' ? foundSites.find((row) => row.id === id) : undefined
		const project = type === 'project' ? foundProjects.find((row) => row.id === id) : undefined
		if (account) targets.push({ accountId: account.id, siteId: null, label: account.name })
		else if (project) targets.push(ofProject(project))
		else if (site) targets.push({ accountId: site.accountId, siteId: site.id, label: site.name || addressLine(site) })
		else return { ok: false, reason: `${type}_unknown`, path: `links.${index}.id` }
	}
	return { ok: true, targets }
}

function ofProject({ id, accountId, name }: typeof projects.$inferSelect): Target {
	return { accountId, siteId: null, projectId: id, label: name }
}

type Linked = Person & { id: string }
interface Place {
	accountId: string
	siteId: string | null
	projectId?: string | null
}

const same = (a: Place, b: Place) =>
	a.accountId === b.accountId && a.siteId === b.siteId && (a.projectId ?? null) === (b.projectId ?? null)
const placeColumns = {
	accountId: contactLinks.accountId,
	siteId: contactLinks.siteId,
	projectId: contactLinks.projectId,
}

/** Adds links as a step of a larger operation; those that are there already stay. */
export async function addLinks(writer: Writer, contact: Linked, targets: Target[]): Promise<void> {
	if (targets.length === 0) return
	const at = now()
	const added = await writer.db
		.insert(contactLinks)
		.values(
			targets.map(({ accountId, siteId, projectId = null }) => ({
				workspaceId: writer.scope.workspaceId,
				id: newId('lnk'),
				contactId: contact.id,
				accountId,
				siteId,
				projectId,
				createdAt: at,
			})),
		)
		.onConflictDoNothing()
		.returning(placeColumns)
	if (added.length === 0) return
	const name = displayName(contact)
	const events = added.map((link) => {
		const target = targets.find((one) => same(one, link))
		return contactEvent('contact.linked', contact.id, link.accountId, {
			name,
			...siteOrProject(link),
			to: target?.label ?? '',
		})
	})
	await writer.emit(...events)
	await refreshSearch(writer, { accountIds: added.map((link) => link.accountId), contactIds: [contact.id] })
}

/** Makes these the contact's only links. */
export async function setLinks(writer: Writer, contact: Linked, targets: Target[]): Promise<void> {
	const { db, scope } = writer
	const mine = and(eq(contactLinks.workspaceId, scope.workspaceId), eq(contactLinks.contactId, contact.id))
	const current = await db.select().from(contactLinks).where(mine)
	const stays = (link: Place) => targets.some((target) => same(target, link))
	const gone = current.filter((link) => !stays(link)).map((link) => link.id)
	if (gone.length > 0) await removeLinks(writer, contact, gone)
	await addLinks(writer, contact, targets)
}

/** Takes away every link to a site alone, or to one of these projects, as a step of a larger operation. */
export async function removeLinksTo(
	writer: Writer,
	{ siteId, projectIds }: { siteId: string; projectIds: string[] },
): Promise<void> {
	const { client, scope } = writer
	const { rows } = await client.query<Linked & { linkIds: string[] }>(
		`select c.id, c.first_name as "firstName", c.last_name as "lastName", c.email, c.phone, array_agg(l.id) as "linkIds"
		from contact_links l join contacts c on c.workspace_id = l.workspace_id and c.id = l.contact_id
		where l.workspace_id = $1 and (l.site_id = $2 or l.project_id = any($3)) group by c.workspace_id, c.id order by c.id`,
		[scope.workspaceId, siteId, projectIds],
	)
	for (const { linkIds, ...contact } of rows) await removeLinks(writer, contact, linkIds)
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
		.returning(placeColumns)
	if (removed.length === 0) return 0
	const labels = await labelsOf(writer, removed)
	const name = displayName(contact)
	await writer.emit(
		...removed.map((link) =>
			contactEvent('contact.unlinked', contact.id, link.accountId, {
				name,
				...siteOrProject(link),
				from: labels.get(link.projectId ?? link.siteId ?? link.accountId) ?? '',
			}),
		),
	)
	await refreshSearch(writer, { accountIds: removed.map((link) => link.accountId), contactIds: [contact.id] })
	return removed.length
}

function siteOrProject({ siteId, projectId = null }: Place) {
	return { siteId, ...(projectId && { projectId }) }
}

async function labelsOf({ db, scope }: Writer, links: Place[]): Promise<Map<string, string>> {
	const labels = new Map<string, string>()
	const accountIds = links.map((link) => link.accountId)
	const siteIds = links.flatMap((link) => link.siteId ?? [])
	const named = await db
		.select({ id: accounts.id, name: accounts.name })
		.from(accounts)
		.where(and(eq(accounts.workspaceId, scope.workspaceId), inArray(accounts.id, accountIds)))
	for (const account of named) labels.set(account.id, account.name)
	const projectIds = links.flatMap((link) => link.projectId ?? [])
	const called = projectIds.length
		? await db
				.select({ id: projects.id, name: projects.name })
				.from(projects)
				.where(and(eq(projects.workspaceId, scope.workspaceId), inArray(projects.id, projectIds)))
		: []
	for (const project of called) labels.set(project.id, project.name)
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
