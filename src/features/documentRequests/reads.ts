import { and, desc, eq, inArray, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm'
import { titlesOf } from '#features/documents/reads.ts'
import { displayName } from '#features/people/rules.ts'
import { accounts, contacts } from '#features/people/tables.ts'
import { projects } from '#features/projects/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import { isId } from '#platform/id/id.ts'
import { decodeCursor, encodeCursor } from '#platform/paging/cursor.ts'
import type { ClientScope, CompanyScope, Scope } from '#platform/scope/scope.ts'
import { visibleRequests } from './policy.ts'
import type { RequestState } from './rules.ts'
import { documentRequestFiles, documentRequests } from './tables.ts'

type Row = Omit<typeof documentRequests.$inferSelect, 'workspaceId' | 'withdrawnAt' | 'createdByType' | 'createdById'>

export interface DocumentRequest extends Row {
	projectName: string
	accountId: string
	accountName: string
	siteId: string | null
	/** Who alone is asked. */
	contactName: string | null
	/** What was sent for it, oldest first, as far as the reader may see it. */
	files: { id: string; title: string }[]
}

const columns = {
	id: documentRequests.id,
	projectId: documentRequests.projectId,
	contactId: documentRequests.contactId,
	contractId: documentRequests.contractId,
	title: documentRequests.title,
	description: documentRequests.description,
	dueOn: documentRequests.dueOn,
	state: documentRequests.state,
	reason: documentRequests.reason,
	changes: documentRequests.changes,
	decidedByType: documentRequests.decidedByType,
	decidedById: documentRequests.decidedById,
	createdAt: documentRequests.createdAt,
	updatedAt: documentRequests.updatedAt,
	sentAt: documentRequests.sentAt,
	decidedAt: documentRequests.decidedAt,
	projectName: projects.name,
	accountId: projects.accountId,
	accountName: accounts.name,
	siteId: projects.siteId,
	contact: {
		firstName: contacts.firstName,
		lastName: contacts.lastName,
		email: contacts.email,
		phone: contacts.phone,
	},
}

/** Within the query of its request, so that a page of many has no other. */
const filesSeenBy = (scope: Scope) =>
	titlesOf(
		scope,
		sql`select f.document_id from document_request_files f
			where f.workspace_id = ${documentRequests.workspaceId} and f.request_id = ${documentRequests.id}`,
	)

function select({ db, scope }: Reader, ...conditions: (SQL | undefined)[]) {
	return db
		.select({ ...columns, files: filesSeenBy(scope) })
		.from(documentRequests)
		.innerJoin(
			projects,
			and(eq(projects.workspaceId, documentRequests.workspaceId), eq(projects.id, documentRequests.projectId)),
		)
		.innerJoin(accounts, and(eq(accounts.workspaceId, projects.workspaceId), eq(accounts.id, projects.accountId)))
		.leftJoin(
			contacts,
			and(eq(contacts.workspaceId, documentRequests.workspaceId), eq(contacts.id, documentRequests.contactId)),
		)
		.where(and(visibleRequests(scope), ...conditions))
		.$dynamic()
}

/** The request behind an id; null for one that this scope may not see, as for an unknown one. */
export async function findRequest(reader: Reader, id: string): Promise<DocumentRequest | null> {
	if (!isId('drq', id)) return null
	const [row] = await select(reader, eq(documentRequests.id, id))
	return row ? named(row) : null
}

export interface RequestFilter {
	projectId?: string
	contactId?: string
	contractId?: string
	state?: RequestState
}

/** One page of requests, newest first. */
export async function listRequests(
	reader: Reader<CompanyScope>,
	filter: RequestFilter,
	page: { after?: string | null; limit: number },
): Promise<{ rows: DocumentRequest[]; next: string | null }> {
	const from = decodeCursor(page.after ?? null)?.[1]
	const found = await select(
		reader,
		filter.projectId ? eq(documentRequests.projectId, filter.projectId) : undefined,
		filter.contactId ? eq(documentRequests.contactId, filter.contactId) : undefined,
		filter.contractId ? eq(documentRequests.contractId, filter.contractId) : undefined,
		filter.state ? eq(documentRequests.state, filter.state) : undefined,
		from ? lt(documentRequests.id, from) : undefined,
	)
		.orderBy(desc(documentRequests.id))
		.limit(page.limit + 1)
	const rows = found.slice(0, page.limit).map(named)
	const last = rows.at(-1)
	return { rows, next: found.length > page.limit && last ? encodeCursor([null, last.id]) : null }
}

const mostOfProject = 100

/**
 * Those of one project, what waits for the reader first and what is approved last; else in the order in which they were
 * asked for, which is the one that the flow's step has. One query.
 */
export async function requestsOfProject(reader: Reader, projectId: string): Promise<DocumentRequest[]> {
	const others = reader.scope.kind === 'client' ? sql`'sent'` : sql`any (array['asked', 'sentBack'])`
	const rows = await select(reader, eq(documentRequests.projectId, projectId))
		.orderBy(
			sql`${documentRequests.state} = 'approved'`,
			sql`${documentRequests.state} = ${others}`,
			documentRequests.id,
		)
		.limit(mostOfProject)
	return rows.map(named)
}

/** What a client is asked to send, wherever it is, but not for what did not work out; newest first. One query. */
export function openRequests(reader: Reader<ClientScope>, limit: number) {
	// A contract that is to be signed is a matter of its step.
	const asked = or(
		eq(documentRequests.state, 'sentBack'),
		and(eq(documentRequests.state, 'asked'), isNull(documentRequests.contractId)),
	)
	return select(reader, asked, ne(projects.status, 'failed')).orderBy(desc(documentRequests.id)).limit(limit)
}

/** What clients sent and nobody has decided on, oldest first. One query. */
export function sentRequests(reader: Reader<CompanyScope>, limit: number) {
	return select(reader, eq(documentRequests.state, 'sent')).orderBy(documentRequests.id).limit(limit)
}

/** How many of these projects are still open. One query. */
export async function openOfProjects({ db, scope }: Reader<CompanyScope>, projectIds: string[]): Promise<number> {
	if (projectIds.length === 0) return 0
	const [row] = await db
		.select({ open: sql<number>`count(*)::int` })
		.from(documentRequests)
		.innerJoin(
			projects,
			and(eq(projects.workspaceId, documentRequests.workspaceId), eq(projects.id, documentRequests.projectId)),
		)
		.where(
			and(
				visibleRequests(scope),
				inArray(documentRequests.projectId, projectIds),
				sql`${documentRequests.state} <> 'approved'`,
			),
		)
	return row?.open ?? 0
}

type Bare = Awaited<ReturnType<typeof select>>[number]

function named({ contact, ...row }: Bare): DocumentRequest {
	return { ...row, contactName: contact && displayName(contact) }
}

/** Which documents were sent for these requests. */
export function linksOf({ db, scope }: Reader, requestIds: string[]) {
	return db
		.select({ requestId: documentRequestFiles.requestId, documentId: documentRequestFiles.documentId })
		.from(documentRequestFiles)
		.where(
			and(eq(documentRequestFiles.workspaceId, scope.workspaceId), inArray(documentRequestFiles.requestId, requestIds)),
		)
}
