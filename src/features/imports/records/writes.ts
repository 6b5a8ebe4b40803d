import { addToRun } from '#features/access/invitations/runs/writes.ts'
import { presetFor } from '#features/people/contacts/writes.ts'
import { accountEvent, contactEvent, siteEvent } from '#features/people/events.ts'
import { displayName, sortName } from '#features/people/rules.ts'
import { searchText } from '#features/people/search/rules.ts'
import { refreshSearch } from '#features/people/search/writes.ts'
import { now } from '#platform/clock/clock.ts'
import type { Writer } from '#platform/db/db.ts'
import type { EventInput } from '#platform/events/insert.ts'
import { newId } from '#platform/id/id.ts'
import type { Directory, KnownAccount, KnownContact, KnownSite } from '../matching/rules.ts'
import type { RowPlan } from '../plans/rules.ts'

export interface Source {
	importId: string
	/** Gathers the new contacts, where they are to be invited. */
	invitationRunId: string | null
	/** Who brought the file; null for the command line. */
	memberId: string | null
	/** The workspace's, for contacts whose row names none. */
	language: string
}

/** Carries out plans: one statement per kind of record and change, whatever the number of rows. */
export async function savePlans(writer: Writer, plans: RowPlan[], directory: Directory, source: Source): Promise<void> {
	const accounts = plans.flatMap((plan) => plan.newAccounts)
	const sites = plans.flatMap((plan) => plan.newSites)
	const contacts = plans.flatMap((plan) => plan.newContacts)
	const links = plans.flatMap((plan) => plan.newLinks)
	const changed = {
		accounts: lastOf(plans.flatMap((plan) => plan.accounts)),
		sites: lastOf(plans.flatMap((plan) => plan.sites)),
		contacts: lastOf(plans.flatMap((plan) => plan.contacts)),
	}
	const asNew = ({ language, ...contact }: RowPlan['newContacts'][number]) => ({
		...asRow(contact),
		language: language || source.language,
		search: searchOfContact(contact, directory),
	})
	await runEach(writer, [
		[insertAccounts, accounts.map((account) => ({ ...account, search: searchOfAccount(account, directory) }))],
		[insertSites, sites.map(asFound)],
		[insertContacts, contacts.map(asNew)],
		[insertLinks, links.map((link) => ({ id: newId('lnk'), ...link }))],
		[updateAccounts, changed.accounts],
		[updateSites, changed.sites.map(asFound)],
		[updateContacts, changed.contacts.map(asRow)],
	])
	const fresh = new Set([...accounts, ...contacts].map((record) => record.id))
	const touched = [...sites, ...changed.sites, ...links].map((one) => one.accountId)
	await refreshSearch(writer, {
		accountIds: [...changed.accounts.map((account) => account.id), ...touched].filter((id) => !fresh.has(id)),
		contactIds: [...changed.contacts.map((contact) => contact.id), ...links.map((link) => link.contactId)].filter(
			(id) => !fresh.has(id),
		),
	})
	await writer.emit(...eventsOf(plans, directory, source))
	const { invitationRunId } = source
	if (invitationRunId && contacts.length > 0)
		await addToRun(
			writer,
			invitationRunId,
			contacts.map(({ id }) => ({ id, reason: null })),
		)
}

/** What a new record is found by, all of which is at hand; the same texts that `refreshSearch` gathers for older ones. */
function searchOfAccount(account: KnownAccount, directory: Directory): string {
	const people = directory.contactsOf(account)
	return searchText({
		texts: [account.name, account.externalId, ...account.sites.map(addressLine), ...people.flatMap(textsOf)],
		phones: people.map((person) => person.phone),
	})
}

function searchOfContact(contact: KnownContact, directory: Directory): string {
	const accounts = directory.accountsOf(contact)
	const sites = accounts.flatMap((account) => account.sites)
	return searchText({
		texts: [...textsOf(contact), ...accounts.map((account) => account.name), ...sites.map(addressLine)],
		phones: [contact.phone],
	})
}

function textsOf(person: KnownContact): string[] {
	return [person.firstName, person.lastName, person.email]
}

function addressLine(site: KnownSite): string {
	return [site.line1, site.line2, site.city, site.region, site.postalCode].filter(Boolean).join(' ')
}

function lastOf<T extends { id: string }>(records: T[]): T[] {
	return [...new Map(records.map((record) => [record.id, record])).values()]
}

function asRow(contact: KnownContact): Record<string, unknown> {
	const { accountIds, portalStatus, ...fields } = contact
	return { ...fields, sortName: sortName(contact) }
}

function asFound(site: KnownSite): KnownSite & { search: string } {
	return { ...site, search: searchText({ texts: [addressLine(site)] }) }
}

async function runEach(writer: Writer, steps: [statement: string, records: object[]][]): Promise<void> {
	const preset = await presetFor(writer, 'client')
	for (const [statement, records] of steps) {
		if (records.length === 0) continue
		const values = [writer.scope.workspaceId, JSON.stringify(records), now()]
		await writer.client.query(statement, statement === insertContacts ? [...values, preset] : values)
	}
}

const accountFields = `r(id text, "externalId" text, name text, kind text, "leadSource" text, notes text, search text)`
const siteFields = `r(id text, "accountId" text, line1 text, line2 text, city text, region text, "postalCode" text, country text, search text)`
const contactFields = `r(id text, "firstName" text, "lastName" text, "sortName" text, email text, phone text, "phoneExtension" text, language text, search text)`

const insertAccounts = `
	insert into accounts (workspace_id, id, external_id, name, kind, lead_source, notes, search, created_at, updated_at)
	select $1, r.id, nullif(r."externalId", ''), r.name, r.kind, nullif(r."leadSource", ''), r.notes, r.search, $3, $3
	from jsonb_to_recordset($2::jsonb) as ${accountFields}`

const insertSites = `
	insert into sites (workspace_id, id, account_id, line1, line2, city, region, postal_code, country, search, created_at, updated_at)
	select $1, r.id, r."accountId", r.line1, r.line2, r.city, r.region, r."postalCode", r.country, r.search, $3, $3
	from jsonb_to_recordset($2::jsonb) as ${siteFields}`

const insertContacts = `
	insert into contacts (workspace_id, id, kind, first_name, last_name, sort_name, email, phone, phone_extension, language,
		access_areas, portal_status, search, created_at, updated_at)
	select $1, r.id, 'client', r."firstName", r."lastName", r."sortName", nullif(r.email, ''), nullif(r.phone, ''),
		nullif(r."phoneExtension", ''), r.language, $4::text[], 'notEnrolled', r.search, $3, $3
	from jsonb_to_recordset($2::jsonb) as ${contactFields}`

const insertLinks = `
	insert into contact_links (workspace_id, id, contact_id, account_id, created_at)
	select $1, r.id, r."contactId", r."accountId", $3
	from jsonb_to_recordset($2::jsonb) as r(id text, "contactId" text, "accountId" text)
	on conflict do nothing`

const updateAccounts = `
	update accounts t set external_id = nullif(r."externalId", ''), name = r.name, kind = r.kind,
		lead_source = nullif(r."leadSource", ''), notes = r.notes, updated_at = $3
	from jsonb_to_recordset($2::jsonb) as ${accountFields} where t.workspace_id = $1 and t.id = r.id`

const updateSites = `
	update sites t set line1 = r.line1, line2 = r.line2, city = r.city, region = r.region,
		postal_code = r."postalCode", country = r.country, search = r.search, updated_at = $3
	from jsonb_to_recordset($2::jsonb) as ${siteFields} where t.workspace_id = $1 and t.id = r.id`

const updateContacts = `
	update contacts t set first_name = r."firstName", last_name = r."lastName", sort_name = r."sortName",
		email = nullif(r.email, ''), phone = nullif(r.phone, ''), phone_extension = nullif(r."phoneExtension", ''), updated_at = $3
	from jsonb_to_recordset($2::jsonb) as ${contactFields} where t.workspace_id = $1 and t.id = r.id`

/** Each record's own event, told to nobody live: a file's rows come in by the thousand. */
function eventsOf(plans: RowPlan[], directory: Directory, source: Source): EventInput[] {
	const actor = source.memberId ? { actor: { type: 'member' as const, id: source.memberId } } : {}
	return plans.flatMap((plan) =>
		planEvents(plan, directory).map((event) => ({
			...event,
			...actor,
			live: false,
			data: { ...event.data, importId: source.importId },
		})),
	)
}

function planEvents(plan: RowPlan, directory: Directory): EventInput[] {
	const fresh = new Set(plan.newContacts.map((contact) => contact.id))
	const changes = (id: string) => plan.changes[id] ?? {}
	return [
		...plan.newAccounts.map(({ id, name }) => accountEvent('account.created', id, { name })),
		...plan.newSites.map((site) => siteEvent('site.created', site, { name: addressLine(site) })),
		...plan.newContacts.map((one) =>
			contactEvent('contact.created', one.id, plan.accountId, { name: displayName(one), kind: 'client' }),
		),
		...plan.newLinks.filter((link) => !fresh.has(link.contactId)).map((link) => linkEvent(link, directory)),
		...plan.accounts.map(({ id, name }) => accountEvent('account.updated', id, { name, changes: changes(id) })),
		...plan.sites.map((site) =>
			siteEvent('site.updated', site, { name: addressLine(site), changes: changes(site.id) }),
		),
		...plan.contacts.map((one) =>
			contactEvent('contact.updated', one.id, plan.accountId, { name: displayName(one), changes: changes(one.id) }),
		),
	]
}

function linkEvent({ contactId, accountId }: RowPlan['newLinks'][number], directory: Directory): EventInput {
	const [contact, account] = [directory.contact(contactId), directory.account(accountId)]
	const data = { name: contact ? displayName(contact) : '', siteId: null, to: account?.name ?? '' }
	return contactEvent('contact.linked', contactId, accountId, data)
}
