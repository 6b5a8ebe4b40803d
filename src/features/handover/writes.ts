import { leaveItems } from '#features/actionItems/leaving/writes.ts'
import { withdrawOfProjects } from '#features/documentRequests/writes.ts'
import { findAccount } from '#features/people/accounts/reads.ts'
import { insertAccount } from '#features/people/accounts/writes.ts'
import { catchTaken } from '#features/people/contacts/taken/reads.ts'
import { createAndInvite } from '#features/people/contacts/writes.ts'
import { removeLinksTo } from '#features/people/links/writes.ts'
import { displayName } from '#features/people/rules.ts'
import type { ContactInput } from '#features/people/schema.ts'
import { refreshSearch } from '#features/people/search/writes.ts'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import { isId } from '#platform/id/id.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { handoverTold } from './events.ts'
import { handoverPlan, isOnlySite, projectsAt } from './reads.ts'
import type { Handed, HandoverPlan, HandoverRefusal } from './rules.ts'
import type { HandoverInput } from './schema.ts'

export type HandoverOutcome = { ok: true; handed: Handed } | HandoverRefusal
type Choices = Pick<HandoverInput, 'folders' | 'activeProjects'>

/** Gives a site and what belongs to the house to another account. Of two at once, and of one done twice, the second is told. */
export function handOver(scope: CompanyScope, siteId: string, input: HandoverInput): Promise<HandoverOutcome> {
	return write(scope, (writer) => hand(writer, siteId, input))
}

/** Carries what was refused out of a transaction that must not be kept. */
class Refused extends Error {
	readonly refusal: HandoverRefusal
	constructor(refusal: HandoverRefusal) {
		super('refused')
		this.refusal = refusal
	}
}

/** The same to somebody who is not known yet: account, contact and hand-over are there together or not at all. */
export async function handOverToNew(
	scope: CompanyScope,
	siteId: string,
	owner: ContactInput,
	choices: Choices,
): Promise<HandoverOutcome> {
	try {
		const outcome = await catchTaken(scope, owner, null, () =>
			write(scope, async (writer) => {
				const name = displayName({ ...owner, phone: owner.phone?.e164 })
				const made = await insertAccount(writer, { name })
				if (!made.ok) throw new Refused({ ok: false, reason: made.reason, path: 'name' })
				const links = [{ type: 'account' as const, id: made.account.id }]
				const contact = await createAndInvite(writer, { ...owner, links })
				if (!contact.ok) {
					throw new Refused({ ok: false, reason: contact.reason, path: 'path' in contact ? contact.path : '' })
				}
				const handed = await hand(writer, siteId, { ...choices, accountId: made.account.id })
				if (!handed.ok) throw new Refused(handed)
				return handed
			}),
		)
		return outcome.ok ? outcome : { ok: false, reason: outcome.reason, path: 'path' in outcome ? outcome.path : '' }
	} catch (error) {
		if (error instanceof Refused) return error.refusal
		throw error
	}
}

async function hand(writer: Writer<CompanyScope>, siteId: string, input: HandoverInput): Promise<HandoverOutcome> {
	const { client, scope } = writer
	if (!isId('sit', siteId)) return { ok: false, reason: 'not_found' }
	// Its own row first: whoever waits for it sees where it went.
	await client.query('select 1 from sites where workspace_id = $1 and id = $2 for update', [scope.workspaceId, siteId])
	const plan = await handoverPlan(writer, siteId)
	if (!plan) return { ok: false, reason: 'not_found' }
	const to = await findAccount(writer, input.accountId)
	if (!to || to.archivedAt) return { ok: false, reason: 'account_unknown', path: 'accountId' }
	if (to.id === plan.site.accountId) return { ok: false, reason: 'handed_already' }
	if (plan.projectsActive.length > 0 && !input.activeProjects) {
		return { ok: false, reason: 'projects_active', path: 'activeProjects' }
	}
	const only = await isOnlySite(writer, plan.site.accountId)
	const going = (await projectsAt(writer, siteId)).filter(({ active }) => !active || input.activeProjects === 'go')
	const ids = going.map(({ id }) => id)
	await removeLinksTo(writer, { siteId, projectIds: ids })
	await withdrawOfProjects(writer, ids)
	await leaveItems(writer, ids)
	const documents = await moveDocuments(writer, { plan, toId: to.id, folders: input.folders, ids, only })
	await moveVisits(writer, { plan, toId: to.id, ids })
	const staying = await moveProjects(writer, { plan, toId: to.id, ids })
	await client.query('update sites set account_id = $3, updated_at = $4 where workspace_id = $1 and id = $2', [
		scope.workspaceId,
		siteId,
		to.id,
		now(),
	])
	await refreshSearch(writer, {
		accountIds: [plan.site.accountId, to.id],
		contactIds: [...plan.people.map(({ id }) => id), ...(await peopleOfAccount(writer, to.id))],
	})
	const counts = { documents, projects: ids.length, projectsStaying: staying }
	const from = { id: plan.site.accountId, name: plan.site.accountName }
	const about = { siteId, title: plan.site.title, from, to: { id: to.id, name: to.name } }
	await writer.emit(...handoverTold(about, { ...counts, folders: input.folders }))
	return { ok: true, handed: { siteId, fromAccountId: from.id, toAccountId: to.id, ...counts } }
}

interface Moving {
	plan: HandoverPlan
	toId: string
	/** Projects that go. */
	ids: string[]
}

/** Those of the chosen folders go, but never what a client sent; all else no longer knows of the site. Returns how many went. */
async function moveDocuments(
	{ client, scope }: Writer,
	{ plan, toId, ids, folders, only }: Moving & { folders: readonly string[]; only: boolean },
): Promise<number> {
	const { id: siteId, accountId: fromId } = plan.site
	const { rows } = await client.query<{ id: string }>(
		`update documents set account_id = $4, site_id = $3, updated_at = $8
		where workspace_id = $1 and account_id = $2 and not attachment and removed_at is null and author_type <> 'contact'
			and folder = any($5) and (project_id is null or project_id = any($6)) and (site_id = $3 or ($7 and site_id is null))
		returning id`,
		[scope.workspaceId, fromId, siteId, toId, folders, ids, only, now()],
	)
	await client.query(
		`update documents set site_id = null,
			project_id = case when project_id = any($4) then null else project_id end,
			milestone = case when project_id = any($4) then null else milestone end
		where workspace_id = $1 and account_id = $2 and (site_id = $3 or project_id = any($4))`,
		[scope.workspaceId, fromId, siteId, ids],
	)
	// To the new owner they are new, and who looked at them before is the old one's business.
	await client.query('delete from document_views where workspace_id = $1 and document_id = any($2)', [
		scope.workspaceId,
		rows.map(({ id }) => id),
	])
	return rows.length
}

/** What took place is the house's history, what is to come of a project that goes on is its new owner's; all else stays, without the site. */
async function moveVisits({ client, scope }: Writer, { plan, toId, ids }: Moving): Promise<void> {
	const here = `workspace_id = $1 and account_id = $2 and (site_id = $3 or project_id = any($4))`
	const values = [scope.workspaceId, plan.site.accountId, plan.site.id, ids]
	await client.query(
		`update visits set account_id = $5, site_id = $3, changes = changes + 1, updated_at = $6 where ${here}
			and (project_id is null or project_id = any($4))
			and (status = 'completed' or (project_id is not null and status <> 'cancelled'))`,
		[...values, toId, now()],
	)
	await client.query(
		`update visits set site_id = null, project_id = case when project_id = any($4) then null else project_id end where ${here}`,
		values,
	)
}

/** Returns how many stay, without the site. */
async function moveProjects({ client, scope }: Writer, { plan, toId, ids }: Moving): Promise<number> {
	const { id: siteId } = plan.site
	const at = now()
	await client.query('update projects set account_id = $3, updated_at = $4 where workspace_id = $1 and id = any($2)', [
		scope.workspaceId,
		ids,
		toId,
		at,
	])
	const { rowCount } = await client.query(
		`update projects set site_id = null, updated_at = $4 where workspace_id = $1 and site_id = $2 and id <> all($3)`,
		[scope.workspaceId, siteId, ids, at],
	)
	return rowCount ?? 0
}

async function peopleOfAccount({ client, scope }: Writer, accountId: string): Promise<string[]> {
	const { rows } = await client.query<{ id: string }>(
		'select distinct contact_id as id from contact_links where workspace_id = $1 and account_id = $2 limit 200',
		[scope.workspaceId, accountId],
	)
	return rows.map(({ id }) => id)
}
