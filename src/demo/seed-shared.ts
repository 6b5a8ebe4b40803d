/** One client with two accounts, who has let somebody in: Maya Reyes, who lets two flats, and her bookkeeper. */
import { and, eq } from 'drizzle-orm'
import { delegations } from '#features/access/delegates/tables.ts'
import { insertAccount } from '#features/people/accounts/writes.ts'
import { insertContact } from '#features/people/contacts/writes.ts'
import { addLinks } from '#features/people/links/writes.ts'
import { accountInput, contactInput, siteInput } from '#features/people/schema.ts'
import { insertSite } from '#features/people/sites/writes.ts'
import { contacts } from '#features/people/tables.ts'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import type { AccessArea, SystemScope } from '#platform/scope/scope.ts'
import { papersOf } from './papers/papers.ts'
import { seedPaper } from './seed-papers.ts'
import { asMember, type Cast, daysAgo, type SeededPerson } from './stage.ts'

const rentals = { name: 'Reyes Rentals', streets: ['3 Cottonwood Court', '118 Gooseberry Drive'] }
const since = 58

export async function seedShared(cast: Cast): Promise<void> {
	const [maya] = cast.people
	if (!maya) return
	const flats = await daysAgo(since, () => write(asMember(cast, 'Dev'), (writer) => makeFlats(writer, maya)))
	for (const [index, flat] of flats.entries()) {
		const { street, city, zip } = flat.household
		const about = {
			owner: rentals.name,
			address: `${street}, ${city}, CO ${zip}`,
			panels: 9 + index,
			index: 60 + index,
		}
		for (const paper of papersOf(about).slice(index, index + 2)) await seedPaper(cast, flat, paper)
	}
	const accountId = flats[0]?.accountId ?? ''
	await daysAgo(20, () => write(cast.scope, (writer) => letIn(writer, maya, accountId)))
}

async function makeFlats(writer: Writer<ReturnType<typeof asMember>>, maya: SeededPerson): Promise<SeededPerson[]> {
	const account = await insertAccount(writer, accountInput.parse({ name: rentals.name, kind: 'organisation' }))
	if (!account.ok) throw new Error(account.reason)
	const accountId = account.account.id
	const [firstName, lastName] = maya.household.person
	const target = { accountId, siteId: null, label: rentals.name }
	await addLinks(writer, { id: maya.contactId, firstName, lastName }, [target])
	const flats: SeededPerson[] = []
	for (const street of rentals.streets) {
		const address = { line1: street, city: 'Longmont', region: 'CO', postalCode: '80501', country: 'US' }
		const site = await insertSite(writer, siteInput.parse({ accountId, address }))
		if (!site.ok) throw new Error(site.reason)
		flats.push({ ...maya, accountId, siteId: site.site.id, household: { ...maya.household, street, since } })
	}
	return flats
}

/** As if Maya had invited her and she had come; nothing is sent. */
async function letIn(writer: Writer<SystemScope>, maya: SeededPerson, accountId: string): Promise<void> {
	const { workspaceId } = writer.scope
	const person = { firstName: 'Ana', lastName: 'Torres', email: 'ana.torres@example.com' }
	const areas: AccessArea[] = ['documents', 'invoices', 'messages']
	const links = [{ type: 'account', id: accountId }]
	const made = await insertContact(writer, contactInput('US').parse({ ...person, links, accessAreas: areas }))
	if (!made.ok) throw new Error(made.reason)
	const contactId = made.contact.id
	const at = now()
	const its = (id: string) => and(eq(contacts.workspaceId, workspaceId), eq(contacts.id, id))
	await writer.db.update(contacts).set({ mayInvite: true }).where(its(maya.contactId))
	await writer.db
		.update(contacts)
		.set({ delegateOf: maya.contactId, portalStatus: 'enrolled', invitedAt: at, registeredAt: at, lastSeenAt: at })
		.where(its(contactId))
	await writer.db.insert(delegations).values({
		workspaceId,
		id: newId('dlg'),
		inviterId: maya.contactId,
		contactId,
		outcome: 'created',
		...person,
		address: person.email,
		areas,
		places: [{ accountId, siteId: null }],
		createdAt: at,
		updatedAt: at,
	})
	await writer.emit({
		type: 'contact.delegateInvited',
		subject: { type: 'contact', id: maya.contactId },
		contactId: maya.contactId,
		accountId,
		actor: { type: 'contact', id: maya.contactId },
		data: { person: 'Ana Torres' },
	})
}
