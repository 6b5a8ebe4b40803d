import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { projects } from '#features/projects/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { addressLine } from '../addresses/rules.ts'
import { accounts, contactLinks, contacts, sites } from '../tables.ts'

/** What a contact is linked with: an account and all its sites, one site of it, or one project. */
export interface ContactLink {
	id: string
	contactId: string
	type: 'account' | 'site' | 'project'
	accountId: string
	accountName: string
	accountKind: 'household' | 'organisation'
	siteId: string | null
	siteName: string | null
	projectId: string | null
	projectName: string | null
}

/** The links of these contacts, in one query; those to archived accounts and sites are left out. */
export async function linksOf({ db, scope }: Reader<CompanyScope>, contactIds: string[]): Promise<ContactLink[]> {
	if (contactIds.length === 0) return []
	const rows = await db
		.select({
			link: contactLinks,
			account: { name: accounts.name, kind: accounts.kind },
			site: sites,
			projectName: projects.name,
		})
		.from(contactLinks)
		.innerJoin(
			accounts,
			and(eq(accounts.workspaceId, contactLinks.workspaceId), eq(accounts.id, contactLinks.accountId)),
		)
		.leftJoin(sites, and(eq(sites.workspaceId, contactLinks.workspaceId), eq(sites.id, contactLinks.siteId)))
		.leftJoin(
			projects,
			and(eq(projects.workspaceId, contactLinks.workspaceId), eq(projects.id, contactLinks.projectId)),
		)
		.where(
			and(
				eq(contactLinks.workspaceId, scope.workspaceId),
				inArray(contactLinks.contactId, contactIds),
				isNull(accounts.archivedAt),
				isNull(sites.archivedAt),
				isNull(projects.archivedAt),
			),
		)
		.orderBy(asc(contactLinks.id))
	return rows.map(({ link, account, site, projectName }) => ({
		id: link.id,
		contactId: link.contactId,
		type: link.projectId ? 'project' : link.siteId ? 'site' : 'account',
		accountId: link.accountId,
		accountName: account.name,
		accountKind: account.kind,
		siteId: link.siteId,
		siteName: site ? site.name || addressLine(site) : null,
		projectId: link.projectId,
		projectName,
	}))
}

export interface LinkedContact {
	linkId: string
	siteId: string | null
	projectId: string | null
	id: string
	kind: (typeof contacts.$inferSelect)['kind']
	firstName: string
	lastName: string
	email: string | null
	phone: string | null
	portalStatus: (typeof contacts.$inferSelect)['portalStatus']
	invitationBounced: boolean
	lastSeenAt: Date | null
}

/**
 * The people of an account, linked with it as a whole, with one of its sites or of its projects: clients first, of
 * those the enrolled first. At most `limit`.
 */
export function contactsOfAccount(
	{ db, scope }: Reader<CompanyScope>,
	accountId: string,
	limit = 100,
): Promise<LinkedContact[]> {
	return db
		.select({
			linkId: contactLinks.id,
			siteId: contactLinks.siteId,
			projectId: contactLinks.projectId,
			id: contacts.id,
			kind: contacts.kind,
			firstName: contacts.firstName,
			lastName: contacts.lastName,
			email: contacts.email,
			phone: contacts.phone,
			portalStatus: contacts.portalStatus,
			invitationBounced: contacts.invitationBounced,
			lastSeenAt: contacts.lastSeenAt,
		})
		.from(contactLinks)
		.innerJoin(
			contacts,
			and(eq(contacts.workspaceId, contactLinks.workspaceId), eq(contacts.id, contactLinks.contactId)),
		)
		.where(
			and(
				eq(contactLinks.workspaceId, scope.workspaceId),
				eq(contactLinks.accountId, accountId),
				isNull(contacts.archivedAt),
			),
		)
		.orderBy(
			sql`${contacts.kind} <> 'client'`,
			sql`${contacts.portalStatus} <> 'enrolled'`,
			asc(contacts.sortName),
			asc(contacts.id),
		)
		.limit(limit)
}
