import { sql } from 'drizzle-orm'
import { openItems } from '#features/actionItems/reads.ts'
import { openRequests, sentRequests } from '#features/documentRequests/reads.ts'
import { type DocumentItem, newestDocuments } from '#features/documents/reads.ts'
import { type ClientConversation, conversationsOfClient } from '#features/messages/conversations/reads.ts'
import { type InboxRow, inbox } from '#features/messages/inbox/reads.ts'
import { type Contact, listContacts } from '#features/people/contacts/reads.ts'
import { askedErasures } from '#features/privacy/erasures/reads.ts'
import { type ClientProject, projectsOfClient } from '#features/projects/reads.ts'
import { noScreens, screensOf } from '#features/projects/screens/reads.ts'
import { type FromWebsite, newFromWebsite } from '#features/registration/reads.ts'
import { type Visit, visitsAhead } from '#features/visits/reads.ts'
import type { Reader } from '#platform/db/db.ts'
import { type ClientScope, mayArea, type StaffScope } from '#platform/scope/scope.ts'

/** So many are looked through for what they ask; a few of them are shown. */
const mostProjects = 10
const mostRequests = 10
const mostVisits = 2

export interface PortalHome {
	conversations: ClientConversation[]
	documents: DocumentItem[]
	unseenDocuments: number
	/** What is under way first. */
	projects: ClientProject[]
	/** What lies ready on their action screens. */
	screens: Awaited<ReturnType<typeof screensOf>>
	/** What the company asks it to send. */
	requests: Awaited<ReturnType<typeof openRequests>>
	/** Those that lie ahead, the next first. */
	visits: Visit[]
	/** What the company gave it to do. */
	items: Awaited<ReturnType<typeof openItems>>
}

/** What a client's home shows of what it may see. At most seven queries, four for who has no project. */
export async function portalHome(reader: Reader<ClientScope>): Promise<PortalHome> {
	const { scope } = reader
	const sees = mayArea(scope, 'documents')
	const projects = mayArea(scope, 'projects') ? await projectsOfClient(reader, { limit: mostProjects }) : []
	// Nothing is asked of anybody but for a project.
	const asked = projects.length > 0
	const active = projects.filter((one) => one.status === 'active' && !one.lends).map((one) => one.id)
	const [conversations, newest, requests, visits, items, screens] = await Promise.all([
		mayArea(scope, 'messages') ? conversationsOfClient(reader) : [],
		sees ? newestDocuments(reader, 6) : { rows: [], unseen: 0 },
		sees && asked ? openRequests(reader, mostRequests) : [],
		mayArea(scope, 'visits') ? visitsAhead(reader, mostVisits) : [],
		asked ? openItems(reader, mostRequests) : [],
		sees ? screensOf(reader, active) : () => noScreens,
	])
	return {
		conversations,
		screens,
		documents: newest.rows,
		unseenDocuments: newest.unseen,
		projects,
		requests,
		visits,
		items,
	}
}

export interface OfficeHome {
	waiting: InboxRow[]
	/** Sent for a request, and nobody has decided on them. */
	toApprove: Awaited<ReturnType<typeof sentRequests>>
	fromClients: { id: string; title: string; accountId: string; accountName: string; createdAt: Date }[]
	bounced: Contact[]
	fromWebsite: FromWebsite[]
	/** Only for those who decide it. */
	forgetting: Awaited<ReturnType<typeof askedErasures>>
	figures: { enrolled: number; contacts: number; invited: number; cameBy: number; accounts: number; documents: number }
}

const most = 8
/** Figures are counted this far; a company's home must not slow down as it grows. */
const countLimit = 10_000

/** What waits for the company. A handful of queries, whatever the number of clients. */
export async function officeHome(reader: Reader<StaffScope>): Promise<OfficeHome> {
	const decides = reader.scope.role === 'owner' || reader.scope.role === 'admin'
	const [waiting, toApprove, fromClients, bounced, fromWebsite, figures, forgetting] = await Promise.all([
		inbox(reader, { view: 'waiting', limit: most }),
		sentRequests(reader, most),
		documentsFromClients(reader),
		listContacts(reader, { filter: { portalStatus: 'bounced' }, limit: most }),
		newFromWebsite(reader, most),
		portalFigures(reader),
		decides ? askedErasures(reader, most) : [],
	])
	return { waiting: waiting.rows, toApprove, fromClients, bounced: bounced.rows, fromWebsite, figures, forgetting }
}

/** What clients sent in the last two weeks, newest first. */
async function documentsFromClients({ client, scope }: Reader<StaffScope>): Promise<OfficeHome['fromClients']> {
	const { rows } = await client.query(
		`select d.id, d.title, d.account_id as "accountId", a.name as "accountName", d.created_at as "createdAt"
		from documents d join accounts a on a.workspace_id = d.workspace_id and a.id = d.account_id
		where d.workspace_id = $1 and d.author_type = 'contact' and not d.attachment and d.removed_at is null
			and not exists (select from document_request_files f where f.workspace_id = d.workspace_id and f.document_id = d.id)
			and d.created_at > now() - interval '14 days'
		order by d.id desc limit $2`,
		[scope.workspaceId, most],
	)
	return rows
}

async function portalFigures({ db, scope }: Reader<StaffScope>): Promise<OfficeHome['figures']> {
	const count = (table: 'contacts' | 'accounts' | 'documents', condition: string) =>
		sql.raw(
			`(select count(*)::int from (select 1 from ${table} where workspace_id = current_setting('app.workspace_id') and ${condition} limit ${countLimit}) x)`,
		)
	const { rows } = await db.execute<OfficeHome['figures']>(sql`select
		${count('contacts', "archived_at is null and portal_status = 'enrolled'")} as "enrolled",
		${count('contacts', 'archived_at is null')} as "contacts",
		${count('contacts', "archived_at is null and portal_status = 'invited'")} as "invited",
		${count('contacts', "last_seen_at > now() - interval '7 days'")} as "cameBy",
		${count('accounts', 'archived_at is null')} as "accounts",
		${count('documents', 'removed_at is null')} as "documents"`)
	const [figures] = rows
	if (!figures) throw new Error(`no figures of ${scope.workspaceId}`)
	return figures
}
