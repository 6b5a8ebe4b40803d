/** Who may know of which documents. Every query of documents goes through here, and no other place decides. */
import { and, eq, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import { conversations, messageAttachments, messages } from '#features/messages/tables.ts'
import { sites } from '#features/people/tables.ts'
import { type ClientScope, type LinkScope, mayArea, type Scope } from '#platform/scope/scope.ts'
import { documents } from './tables.ts'

const nobody = sql`false`
/** Written out, not as parameters: only so can a plan that is kept use the indexes made for these. */
const filed = sql`not ${documents.attachment}`
const hanging = sql`${documents.attachment}`
const shared = sql`${documents.sharedWithPortal}`

/** Documents that stand in a folder, as this scope sees the folders. */
export function inFolders(scope: Scope): SQL {
	const here = and(eq(documents.workspaceId, scope.workspaceId), filed, isNull(documents.removedAt))
	return and(here, foldersOf(scope)) ?? nobody
}

/** Documents that were taken out of their folder and can be brought back; only for those who keep documents. */
export function inTrash(scope: Scope): SQL {
	const removed = and(eq(documents.workspaceId, scope.workspaceId), filed, isNotNull(documents.removedAt))
	return and(removed, mayKeep(scope) ? undefined : nobody) ?? nobody
}

/** All documents that this scope may open by their id: those in folders, and those that hang on messages. */
export function visible(scope: Scope): SQL {
	const here = and(eq(documents.workspaceId, scope.workspaceId), isNull(documents.removedAt))
	const inFolder = and(filed, foldersOf(scope))
	const onMessage = and(hanging, attachmentsOf(scope))
	return and(here, or(inFolder, onMessage, evidenceFor(scope))) ?? nobody
}

/** What proves a milestone is seen by those who are linked with its project, a lender say, whatever else they may see. */
function evidenceFor(scope: Scope): SQL | undefined {
	if (scope.kind !== 'client' || !mayArea(scope, 'projects') || !scope.projectIds?.length) return undefined
	const proof = sql`${documents.milestone} is not null`
	return and(filed, shared, proof, inArray(documents.projectId, [...scope.projectIds]))
}

/** True for those who keep the company's documents: they share, rename, move and remove. */
export function mayKeep(scope: Scope): boolean {
	return scope.kind === 'system' || scope.kind === 'key' || (scope.kind === 'staff' && scope.role !== 'technician')
}

/** Whether somebody may put a document at this place. A client only adds to what it is linked with. */
export function mayAdd(scope: Scope, place: { accountId: string; siteId: string | null }): boolean {
	if (scope.kind !== 'client') return mayKeep(scope)
	return scope.accountIds.includes(place.accountId) || (place.siteId !== null && scope.siteIds.includes(place.siteId))
}

function foldersOf(scope: Scope): SQL | undefined {
	if (scope.kind === 'link') return and(linkedTo(scope), sharedWith(scope))
	if (scope.kind !== 'client') return mayKeep(scope) ? undefined : nobody
	return sharedWith(scope)
}

function sharedWith(scope: ClientScope | LinkScope): SQL | undefined {
	return mayArea(scope, 'documents') ? and(shared, linked(scope)) : nobody
}

/** A direct link opens the one document that it is about, as long as its contact itself may. */
function linkedTo({ target }: LinkScope): SQL {
	return target.type === 'document' ? eq(documents.id, target.id) : nobody
}

/** A link to an account reaches all of its documents, a link to a site only that site's. */
function linked(scope: ClientScope | LinkScope): SQL {
	const byAccount = scope.accountIds.length > 0 ? inArray(documents.accountId, [...scope.accountIds]) : undefined
	const bySite = scope.siteIds.length > 0 ? inArray(documents.siteId, [...scope.siteIds]) : undefined
	return or(byAccount, bySite) ?? nobody
}

/** Whoever sees the conversation, which is with one contact; not what staff hung on a note among themselves. */
function attachmentsOf(scope: Scope): SQL | undefined {
	if (scope.kind !== 'client') return mayKeep(scope) ? undefined : nobody
	if (!mayArea(scope, 'messages')) return nobody
	const mine = sql`exists (
		select 1 from ${conversations} where ${conversations.workspaceId} = ${documents.workspaceId}
		and ${conversations.id} = ${documents.conversationId} and ${conversations.contactId} = ${scope.contactId}
	)`
	const said = sql`exists (
		select 1 from ${messageAttachments}
		join ${messages} on ${messages.workspaceId} = ${messageAttachments.workspaceId} and ${messages.id} = ${messageAttachments.messageId}
		where ${messageAttachments.workspaceId} = ${documents.workspaceId} and ${messageAttachments.documentId} = ${documents.id}
		and not ${messages.internal}
	)`
	return and(mine, ofLinkedAccount(scope), or(eq(documents.authorId, scope.contactId), said))
}

/** A conversation is with an account as a whole, and goes on for who is linked with one of its sites only. */
function ofLinkedAccount(scope: ClientScope): SQL {
	const byAccount = scope.accountIds.length > 0 ? inArray(documents.accountId, [...scope.accountIds]) : undefined
	const bySite = sql`exists (select 1 from ${sites} where ${sites.workspaceId} = ${documents.workspaceId}
		and ${sites.accountId} = ${documents.accountId} and ${inArray(sites.id, [...scope.siteIds])})`
	return or(byAccount, scope.siteIds.length > 0 ? bySite : undefined) ?? nobody
}
