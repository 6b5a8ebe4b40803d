import { openOfProjects } from '#features/documentRequests/reads.ts'
import type { Folder } from '#features/documents/rules.ts'
import { findAccount } from '#features/people/accounts/reads.ts'
import { addressLine } from '#features/people/addresses/rules.ts'
import { displayName } from '#features/people/rules.ts'
import { findSite } from '#features/people/sites/reads.ts'
import type { Reader } from '#platform/db/db.ts'
import { isId } from '#platform/id/id.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { type FolderPlan, type HandoverPlan, handedFolders } from './rules.ts'

/** Null for a site that is not there or is archived. */
export async function handoverPlan(reader: Reader<CompanyScope>, siteId: string): Promise<HandoverPlan | null> {
	const site = isId('sit', siteId) ? await findSite(reader, siteId) : null
	const account = site && !site.archivedAt && (await findAccount(reader, site.accountId))
	if (!account) return null
	const only = await isOnlySite(reader, account.id)
	const projects = await projectsAt(reader, siteId)
	const active = projects.filter((project) => project.active)
	return {
		site: { id: site.id, title: site.name || addressLine(site), accountId: account.id, accountName: account.name },
		folders: await countByFolder(reader, { siteId, accountId: account.id, only }),
		projectsDone: projects.length - active.length,
		projectsActive: active.map(({ id, name }) => ({ id, name })),
		requests: await openOfProjects(
			reader,
			projects.map(({ id }) => id),
		),
		people: await peopleOf(reader, { siteId, accountId: account.id }),
		only,
	}
}

export async function isOnlySite({ client, scope }: Reader, accountId: string): Promise<boolean> {
	const { rows } = await client.query<{ sites: number }>(
		'select count(*)::int as sites from sites where workspace_id = $1 and account_id = $2 and archived_at is null',
		[scope.workspaceId, accountId],
	)
	return rows[0]?.sites === 1
}

export async function projectsAt({ client, scope }: Reader, siteId: string) {
	const { rows } = await client.query<{ id: string; name: string; active: boolean }>(
		`select id, name, status = 'active' and archived_at is null as active from projects
		where workspace_id = $1 and site_id = $2 order by id`,
		[scope.workspaceId, siteId],
	)
	return rows
}

async function countByFolder(
	{ client, scope }: Reader,
	{ siteId, accountId, only }: { siteId: string; accountId: string; only: boolean },
): Promise<FolderPlan[]> {
	const { rows } = await client.query<{ folder: Folder; documents: number; own: number }>(
		`select folder, (count(*) filter (where author_type <> 'contact'))::int as documents,
			(count(*) filter (where author_type = 'contact'))::int as own
		from documents where workspace_id = $1 and account_id = $2 and not attachment and removed_at is null
			and (site_id = $3 or ($4 and site_id is null)) group by folder`,
		[scope.workspaceId, accountId, siteId, only],
	)
	return handedFolders.map((folder) => rows.find((row) => row.folder === folder) ?? { folder, documents: 0, own: 0 })
}

const mostPeople = 50

/** By their account as a whole, or by the site alone. */
async function peopleOf(
	{ client, scope }: Reader,
	{ siteId, accountId }: { siteId: string; accountId: string },
): Promise<HandoverPlan['people']> {
	const { rows } = await client.query<{
		id: string
		firstName: string
		lastName: string
		email: string | null
		phone: string | null
		whole: boolean
	}>(
		`select c.id, c.first_name as "firstName", c.last_name as "lastName", c.email, c.phone, bool_or(l.site_id is null) as whole
		from contact_links l join contacts c on c.workspace_id = l.workspace_id and c.id = l.contact_id and c.archived_at is null
		where l.workspace_id = $1 and l.account_id = $2 and l.project_id is null and (l.site_id is null or l.site_id = $3)
		group by c.workspace_id, c.id order by c.id limit ${mostPeople}`,
		[scope.workspaceId, accountId, siteId],
	)
	return rows.map(({ whole, ...person }) => ({ id: person.id, name: displayName(person), whole }))
}
