import { listDocuments } from '#features/documents/reads.ts'
import { contactsOfAccount, type LinkedContact } from '#features/people/links/reads.ts'
import type { Reader } from '#platform/db/db.ts'
import { clientScope } from '#platform/scope/make.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { factsFor } from '../reads.ts'

const most = 20

/** The documents that a contact sees, newest first: what a direct link for it can open. */
export async function documentsFor(
	reader: Reader<CompanyScope>,
	contactId: string,
	query: string,
): Promise<{ id: string; title: string; accountName: string; createdAt: Date }[]> {
	const facts = await factsFor(reader, contactId)
	if (!facts) return []
	const { areas, accountIds, siteIds, projectIds } = facts
	const { workspaceId } = reader.scope
	const scope = clientScope({ workspaceId, contactId, areas, accountIds, siteIds, projectIds, locale: 'en' })
	const { rows } = await listDocuments({ ...reader, scope }, { query }, { limit: most })
	return rows.map(({ id, title, accountName, createdAt }) => ({ id, title, accountName, createdAt }))
}

/** Those for whom a link to a document of this place can be made. Whether its area is open to them is found when it is made. */
export async function contactsFor(
	reader: Reader<CompanyScope>,
	place: { accountId: string; siteId: string | null },
): Promise<LinkedContact[]> {
	const found = await contactsOfAccount(reader, place.accountId)
	const reached = found.filter(({ siteId, portalStatus }) => {
		return portalStatus !== 'suspended' && (siteId === null || siteId === place.siteId)
	})
	return [...new Map(reached.map((one) => [one.id, one])).values()]
}
