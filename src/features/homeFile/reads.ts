import { and, count, eq, isNull } from 'drizzle-orm'
import { pairsOf } from '#features/documents/pictures/reads.ts'
import type { Pair } from '#features/documents/pictures/rules.ts'
import { type DocumentFilter, type DocumentItem, listDocuments } from '#features/documents/reads.ts'
import { siteName } from '#features/people/places/reads.ts'
import { sites } from '#features/people/tables.ts'
import { projectsOfClient } from '#features/projects/reads.ts'
import { type ProjectView, viewOf } from '#features/projects/views/rules.ts'
import { type Visit, visitsOfSite } from '#features/visits/reads.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import type { Workspace } from '#features/workspaces/tables.ts'
import type { Locale } from '#i18n'
import { now } from '#platform/clock/clock.ts'
import type { Reader } from '#platform/db/db.ts'
import { isId } from '#platform/id/id.ts'
import { type ClientScope, type CompanyScope, mayArea } from '#platform/scope/scope.ts'

/** What somebody may have of a site: what is shared with its owner, as far as the reader itself may see it. */
export interface Home {
	site: { id: string; accountId: string; title: string; address: string }
	company: Workspace
	projects: ProjectView[]
	visits: Visit[]
	documents: DocumentItem[]
	pairs: Pair[]
	at: Date
	locale: Locale
}

const pageSize = 200
const mostDocuments = 5000
const mostPairs = 200

type Asking = Reader<ClientScope | CompanyScope>

/** Null for a site that this scope may not see, as for an unknown one. Without a language it is the company's. */
export async function homeOf(reader: Asking, siteId: string, locale?: Locale): Promise<Home | null> {
	const site = await siteOf(reader, siteId)
	if (!site) return null
	const company = await currentWorkspace(reader)
	const language = locale ?? (company.language as Locale)
	const reading = {
		locale: language,
		timeZone: company.timeZone,
		fallback: company.language,
		company: company.name,
		// From a day long ago every other one is told with its year, whenever the page is read.
		at: new Date(0),
	}
	const sees = reader.scope.kind !== 'client' || mayArea(reader.scope, 'projects')
	const projects = sees ? await projectsOfClient(reader, { siteId }) : []
	const documents = await shared(reader, { siteId })
	// What lies with the account as a whole is about its one site.
	if (await isOnly(reader, site.accountId)) {
		documents.push(...(await shared(reader, { accountId: site.accountId, wholeAccount: true })))
	}
	const { pairs } = await pairsOf(reader, { siteId }, { limit: mostPairs })
	return {
		site,
		company,
		projects: projects.flatMap((project) => (project.lends ? [] : (viewOf(project, reading) ?? []))),
		visits: await visitsOfSite(reader, siteId),
		documents,
		pairs: pairs.filter(({ before, after }) => before.sharedWithPortal && after.sharedWithPortal),
		at: now(),
		locale: language,
	}
}

async function siteOf({ db, scope }: Asking, id: string): Promise<Home['site'] | null> {
	if (!isId('sit', id)) return null
	const [row] = await db
		.select({ site: sites, title: siteName })
		.from(sites)
		.where(and(eq(sites.workspaceId, scope.workspaceId), eq(sites.id, id), isNull(sites.archivedAt)))
	if (!row) return null
	const { accountId, line1, line2, city, region, postalCode } = row.site
	const mine = scope.kind !== 'client' || scope.siteIds.includes(id) || scope.accountIds.includes(accountId)
	if (!mine || (scope.kind === 'staff' && scope.role === 'technician')) return null
	const place = [city, [region, postalCode].filter(Boolean).join(' ')].filter(Boolean).join(', ')
	return { id, accountId, title: row.title, address: [line1, line2, place].filter(Boolean).join(', ') }
}

async function isOnly({ db, scope }: Asking, accountId: string): Promise<boolean> {
	const [row] = await db
		.select({ sites: count() })
		.from(sites)
		.where(and(eq(sites.workspaceId, scope.workspaceId), eq(sites.accountId, accountId), isNull(sites.archivedAt)))
	return row?.sites === 1
}

async function shared(reader: Asking, filter: DocumentFilter): Promise<DocumentItem[]> {
	const all: DocumentItem[] = []
	for (let after: string | null = null; all.length < mostDocuments; ) {
		const page = await listDocuments(reader, { ...filter, sharedWithPortal: true }, { after, limit: pageSize })
		all.push(...page.rows)
		if (!page.next) break
		after = page.next
	}
	return all
}
