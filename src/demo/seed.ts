/** Fills an empty installation with a company to look at: people, papers, talks and their history. */

import { and, eq } from 'drizzle-orm'
import { createCompany, enterAsOwner } from '#features/access/company/writes.ts'
import { changeMember, inviteMember } from '#features/access/members/writes.ts'
import { members } from '#features/access/tables.ts'
import { insertAccount } from '#features/people/accounts/writes.ts'
import { insertContact } from '#features/people/contacts/writes.ts'
import { accountInput, contactInput, siteInput } from '#features/people/schema.ts'
import { insertSite } from '#features/people/sites/writes.ts'
import { contacts } from '#features/people/tables.ts'
import { workspaceSettings } from '#features/workspaces/schema.ts'
import { closeSetup } from '#features/workspaces/setup/writes.ts'
import { updateWorkspace } from '#features/workspaces/writes.ts'
import { now, setClock } from '#platform/clock/clock.ts'
import { hashPassword } from '#platform/crypto/crypto.ts'
import { type Writer, write } from '#platform/db/db.ts'
import type { StaffScope, SystemScope } from '#platform/scope/scope.ts'
import { company, type Household, households, others, staff } from './cast.ts'
import { statusEvents } from './history.ts'
import { seedDrawings } from './seed-drawings.ts'
import { seedItems } from './seed-items.ts'
import { seedOffers } from './seed-offers.ts'
import { seedPapers } from './seed-papers.ts'
import { seedPictures } from './seed-pictures.ts'
import { seedProjects } from './seed-projects.ts'
import { seedRequests } from './seed-requests.ts'
import { seedShared } from './seed-shared.ts'
import { seedTalks } from './seed-talks.ts'
import { seedVisits } from './seed-visits.ts'
import { asMember, type Cast, dayMs, daysAgo, type SeededPerson } from './stage.ts'

/** Makes the demo company. Nothing is sent to anybody: its addresses are made up. Returns the owner's password. */
export async function seedDemo(password: string): Promise<void> {
	const created = await daysAgo(1000, () => createCompany(company))
	if (!created.ok) throw new Error(created.reason)
	const { scope } = created
	await enterAsOwner(scope, created.owner.id, password, { ip: '', userAgent: '' })
	// All ways in and the contact form, so that a look around shows them.
	const signIn = { code: true, link: true, password: true, passkey: true }
	const registration = { open: true }
	const headline = { en: 'Welcome home.', es: 'Su casa le espera.' }
	await updateWorkspace(scope, {
		settings: workspaceSettings.parse({ signIn, registration, headline, drawing: 'sun' }),
	})
	const cast: Cast = { scope, staff: await seedStaff(scope, created.owner.id, password), people: [] }
	for (const household of households) cast.people.push(await seedHousehold(cast, household))
	await seedOthers(cast)
	await seedProjects(cast)
	await seedPapers(cast)
	await seedPictures(cast)
	await seedRequests(cast)
	await seedOffers(cast)
	await seedVisits(cast)
	await seedDrawings(cast)
	await seedItems(cast)
	await seedShared(cast)
	await seedTalks(cast)
	await closeSetup(scope)
}

async function seedStaff(scope: SystemScope, ownerId: string, password: string): Promise<Map<string, string>> {
	const ids = new Map([[company.ownerName.split(' ')[0] ?? '', ownerId]])
	const passwordHash = await hashPassword(password)
	for (const member of staff) {
		const invited = await daysAgo(990, () => inviteMember(scope, member, { send: false }))
		if (!invited.ok) throw new Error(invited.reason)
		const { id } = invited.member
		await write(scope, ({ db }) =>
			db
				.update(members)
				.set({ passwordHash })
				.where(and(eq(members.workspaceId, scope.workspaceId), eq(members.id, id))),
		)
		await changeMember(scope, id, { active: true })
		ids.set(member.name.split(' ')[0] ?? '', id)
	}
	return ids
}

function seedHousehold(cast: Cast, household: Household): Promise<SeededPerson> {
	const [first, last] = household.person
	return daysAgo(household.since, () =>
		write(asMember(cast, 'Dev'), async (writer) => {
			const kind = household.organisation ? 'organisation' : 'household'
			const name = household.organisation ?? `${last} household`
			const account = await insertAccount(writer, accountInput.parse({ name, kind }))
			if (!account.ok) throw new Error(account.reason)
			const accountId = account.account.id
			const address = {
				line1: household.street,
				city: household.city,
				region: 'CO',
				postalCode: household.zip,
				country: 'US',
			}
			const site = await insertSite(writer, siteInput.parse({ accountId, address }))
			if (!site.ok) throw new Error(site.reason)
			const contactId = await seedContact(writer, household, { first, last, accountId, index: cast.people.length })
			await bringTo(writer, cast, contactId, accountId, household)
			if (household.partner) {
				const [firstName, lastName] = household.partner
				const email = `${plain(firstName)}.${plain(lastName)}@example.com`
				await insertContact(
					writer,
					contactInput('US').parse({ firstName, lastName, email, links: [{ type: 'account', id: accountId }] }),
				)
			}
			return { contactId, accountId, siteId: site.site.id, household }
		}),
	)
}

async function seedContact(
	writer: Writer<StaffScope>,
	household: Household,
	who: { first: string; last: string; accountId: string; index: number },
): Promise<string> {
	const input = contactInput('US').parse({
		firstName: who.first,
		lastName: who.last,
		email: household.phoneOnly ? null : `${plain(who.first)}.${plain(who.last)}@example.com`,
		phone: `(303) 555-0${String(110 + who.index).padStart(3, '0')}`,
		language: household.language ?? 'en',
		links: [{ type: 'account', id: who.accountId }],
	})
	const made = await insertContact(writer, input)
	if (!made.ok) throw new Error(`${who.last}: ${made.reason}`)
	return made.contact.id
}

/** Writes the portal status and the history that leads to it. */
async function bringTo(
	writer: Writer<StaffScope>,
	cast: Cast,
	contactId: string,
	accountId: string,
	household: Household,
): Promise<void> {
	const { status, since } = household
	if (status === 'notEnrolled') return
	const created = now().getTime()
	const day = (days: number) => new Date(Math.min(created + days * dayMs, Date.now() - 3600_000))
	const registered = status === 'enrolled' || status === 'suspended'
	const seen = registered ? new Date(Date.now() - ((since * 37) % 200) * 3600_000) : null
	await writer.db
		.update(contacts)
		.set({
			portalStatus: status === 'bounced' ? 'invited' : status,
			invitationBounced: status === 'bounced',
			invitedAt: day(1),
			registeredAt: registered ? day(2) : null,
			lastSeenAt: seen,
			...(status === 'suspended'
				? { suspendedNote: 'Please call us about the open invoice.', statusBeforeSuspension: 'enrolled' }
				: {}),
		})
		.where(and(eq(contacts.workspaceId, cast.scope.workspaceId), eq(contacts.id, contactId)))
	const [first, last] = household.person
	const to = `${plain(first)}.${plain(last)}@example.com`
	const by = cast.staff.get('Dev') ?? ''
	for (const { days, event } of statusEvents(status, { contactId, accountId, to, by })) {
		const then = day(days)
		setClock(() => then)
		await writer.emit(event)
	}
}

async function seedOthers(cast: Cast): Promise<void> {
	for (const other of others) {
		const links = other.accounts.map((index) => ({ type: 'account', id: cast.people[index]?.accountId ?? '' }))
		const input = { firstName: other.first, lastName: other.last, email: other.email, kind: other.kind, links }
		const made = await daysAgo(60, () =>
			write(cast.scope, (writer) => insertContact(writer, contactInput('US').parse(input))),
		)
		if (made.ok && other.kind === 'lender') cast.lender = made.contact.id
	}
}

/** Letters of an address: "Kovář" → "kovar". */
export function plain(name: string): string {
	return name
		.normalize('NFD')
		.replaceAll('ø', 'o')
		.replace(/[^a-z]/gi, '')
		.toLowerCase()
}
