import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { holdAddresses } from '#features/access/addresses/writes.ts'
import { invite } from '#features/access/invitations/writes.ts'
import { makeLink } from '#features/access/links/writes.ts'
import { linkMinutes } from '#features/access/rules.ts'
import { takeMessage } from '#features/messages/writes.ts'
import { wayTo } from '#features/notifications/rules.ts'
import { queueDelivery } from '#features/notifications/writes.ts'
import { insertAccount } from '#features/people/accounts/writes.ts'
import { insertContact } from '#features/people/contacts/writes.ts'
import { displayName, nameOfHousehold } from '#features/people/rules.ts'
import { accountInput, contactInput } from '#features/people/schema.ts'
import { insertSite } from '#features/people/sites/writes.ts'
import { contacts } from '#features/people/tables.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import type { Workspace } from '#features/workspaces/tables.ts'
import { workspaceUrl } from '#platform/app/app.ts'
import { type Writer, write } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { registrationAttempted, selfRegistered } from '../events.ts'
import { registrations } from '../tables.ts'

type Row = typeof registrations.$inferSelect
type Known = Pick<typeof contacts.$inferSelect, 'id' | 'portalStatus' | 'language'>

/**
 * Makes of what a visitor sent a new client, or a note with the contact who has that address. Done once: a job that runs
 * again finds it done.
 */
export async function takeRegistration(scope: SystemScope, id: string): Promise<void> {
	await write(scope, async (writer) => {
		const its = and(eq(registrations.workspaceId, scope.workspaceId), eq(registrations.id, id))
		const [row] = await writer.db.select().from(registrations).where(its).for('update')
		if (row?.outcome !== 'waiting') return
		await holdAddresses(writer, [row.email, row.phone])
		const workspace = await currentWorkspace(writer)
		const known = await whoHas(writer, row)
		const contactId = known ? await takeAttempt(writer, workspace, row, known) : await takeIn(writer, workspace, row)
		await writer.db
			.update(registrations)
			.set({ outcome: known ? 'known' : 'created', contactId })
			.where(its)
	})
}

/** E-mail addresses are unique. A family shares a phone: it tells who somebody is only where nothing else was given. */
async function whoHas({ db, scope }: Writer, { email, phone }: Row): Promise<Known | null> {
	const by = email ? eq(contacts.email, email) : phone ? eq(contacts.phone, phone) : sql`false`
	const [known] = await db
		.select({ id: contacts.id, portalStatus: contacts.portalStatus, language: contacts.language })
		.from(contacts)
		.where(and(eq(contacts.workspaceId, scope.workspaceId), by, isNull(contacts.archivedAt)))
		.orderBy(desc(eq(contacts.portalStatus, 'enrolled')), sql`${contacts.lastSeenAt} desc nulls last`, contacts.id)
		.limit(1)
	return known ?? null
}

/** Mail goes out only where a provider's puzzle, if there is one, could be checked. */
const mayWrite = ({ captcha }: Row) => captcha !== 'unreachable'
const written = ({ firstName, lastName, email, phone }: Row) => ({
	name: displayName({ firstName, lastName, email, phone }),
	email,
	phone,
})

async function takeIn(writer: Writer<SystemScope>, workspace: Workspace, row: Row): Promise<string> {
	const { firstName, lastName, email, phone, language, marketingOptIn, message } = row
	const person = { firstName, lastName, email, phone }
	const account = await insertAccount(
		writer,
		accountInput.parse({ name: nameOfHousehold([person]), leadSource: 'website' }),
	)
	if (!account.ok) throw new Error(account.reason)
	const accountId = account.account.id
	if (row.address) await insertSite(writer, { accountId, address: row.address })
	const input = contactInput(workspace.country).parse({ ...person, language, marketingOptIn })
	const phoneKept = phone ? { e164: phone, ...(row.phoneExtension && { ext: row.phoneExtension }) } : null
	const made = await insertContact(writer, { ...input, phone: phoneKept, links: [{ type: 'account', id: accountId }] })
	if (!made.ok) throw new Error(made.reason)
	const { id } = made.contact
	await writer.db
		.update(contacts)
		.set({ source: 'registered' })
		.where(and(eq(contacts.workspaceId, writer.scope.workspaceId), eq(contacts.id, id)))
	await writer.emit(selfRegistered(id, accountId, { ...written(row), text: null }))
	if (message) await takeMessage(writer, { accountId, contactId: id }, message)
	const { registration, invitations } = workspace.settings
	if ((registration.createsPortalAccount || invitations.auto) && mayWrite(row)) await invite(writer, id)
	return id
}

/** Nothing of the contact changes: whoever it was only knew the address. Its owner gets a way in, if it has one. */
async function takeAttempt(writer: Writer<SystemScope>, workspace: Workspace, row: Row, known: Known): Promise<string> {
	await writer.emit(registrationAttempted(known.id, { ...written(row), text: row.message || null }))
	if (!mayWrite(row)) return known.id
	const { registration, signIn } = workspace.settings
	const way = wayTo(row)
	if (known.portalStatus === 'invited' || (known.portalStatus === 'notEnrolled' && registration.createsPortalAccount)) {
		await invite(writer, known.id)
	} else if (known.portalStatus === 'enrolled' && way) {
		const link = signIn.link
			? await makeLink(writer, workspace, { kind: 'link', contactId: known.id, ...way })
			: workspaceUrl(workspace, '/sign-in')
		await queueDelivery(writer, {
			event: 'contact.registrationAttempted',
			template: 'registrationKnown',
			...way,
			contactId: known.id,
			language: known.language,
			values: { link, minutes: signIn.link ? linkMinutes : null },
		})
	}
	return known.id
}
