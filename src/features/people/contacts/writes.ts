import { and, eq } from 'drizzle-orm'
import { destinations } from '#features/access/invitations/rules.ts'
import { invite } from '#features/access/invitations/writes.ts'
import { choicesAfter } from '#features/notifications/choices/rules.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import type { AccessArea, CompanyScope } from '#platform/scope/scope.ts'
import { changesSince, type ForeignChange } from '../edits/reads.ts'
import { changesOf, contactEvent } from '../events.ts'
import { holdExternalId } from '../external/writes.ts'
import { addLinks, type LinkFailure, resolveLinks, setLinks } from '../links/writes.ts'
import { type ContactKind, displayName, presetsOf, sortName } from '../rules.ts'
import type { ContactInput, ContactPatch } from '../schema.ts'
import { refreshSearch } from '../search/writes.ts'
import { contacts } from '../tables.ts'
import { setArchived } from './archiving/writes.ts'
import { type Contact, findContact, findContactByExternalId } from './reads.ts'
import { catchTaken, findTaken, type Taken } from './taken/reads.ts'

export type ContactFailure =
	| { ok: false; reason: 'not_found' }
	/** To be invited, but without an address for the channels that the company uses. */
	| { ok: false; reason: 'invite_unreachable'; path: 'invite' }
	/** Somebody else was faster; nothing was overwritten. */
	| { ok: false; reason: 'changed'; current: Contact; changes: ForeignChange[] }
	| Taken
	| LinkFailure
export type ContactOutcome = { ok: true; contact: Contact } | ContactFailure

/**
 * Access areas left out come from the kind's preset, the language from the company. With `invite`, or where
 * the company invites everybody, the invitation goes out in the same transaction; one who was to be invited
 * and cannot be reached is not created.
 */
export function createContact(scope: CompanyScope, input: ContactInput): Promise<ContactOutcome> {
	return catchTaken(scope, input, null, () => write(scope, (writer) => createAndInvite(writer, input)))
}

/** The same as a step of a larger operation. */
export async function createAndInvite(writer: Writer<CompanyScope>, input: ContactInput): Promise<ContactOutcome> {
	const { language, settings } = await currentWorkspace(writer)
	const { auto, channels } = settings.invitations
	const reachable = destinations({ email: input.email ?? null, phone: input.phone?.e164 ?? null }, channels).length > 0
	if (input.invite && !reachable) return { ok: false, reason: 'invite_unreachable', path: 'invite' }
	const outcome = await insertContact(writer, input, { language })
	if (!outcome.ok || !reachable || !(input.invite || auto)) return outcome
	await invite(writer, outcome.contact.id)
	return found(writer, outcome.contact.id)
}

/** A new contact as a step of a larger operation. Two at once with one e-mail: the second throws at the index. */
export async function insertContact(
	writer: Writer<CompanyScope>,
	input: ContactInput,
	defaults: { language?: string } = {},
): Promise<ContactOutcome> {
	const taken = await findTaken(writer, input, null)
	if (taken) return taken
	const resolved = await resolveLinks(writer, input.links ?? [])
	if (!resolved.ok) return resolved
	const id = newId('con')
	const kind = input.kind ?? 'client'
	const at = now()
	await writer.db.insert(contacts).values({
		workspaceId: writer.scope.workspaceId,
		id,
		externalId: input.externalId ?? null,
		kind,
		firstName: input.firstName ?? '',
		lastName: input.lastName ?? '',
		sortName: sortName({ ...input, phone: input.phone?.e164 }),
		email: input.email ?? null,
		phone: input.phone?.e164 ?? null,
		phoneExtension: input.phone?.ext ?? null,
		notes: input.notes ?? '',
		language: input.language ?? defaults.language ?? 'en',
		marketingOptIn: input.marketingOptIn ?? false,
		noticeChoices: choicesAfter({}, input.noticeChoices ?? {}),
		accessAreas: [...(input.accessAreas ?? (await presetFor(writer, kind)))],
		mayInvite: input.mayInvite ?? false,
		portalStatus: 'notEnrolled',
		createdAt: at,
		updatedAt: at,
	})
	const person = { ...input, phone: input.phone?.e164, id }
	await writer.emit(
		contactEvent('contact.created', id, accountOf(resolved.targets), { name: displayName(person), kind }),
	)
	await addLinks(writer, person, resolved.targets)
	if (resolved.targets.length === 0) await refreshSearch(writer, { contactIds: [id] })
	return found(writer, id)
}

/** What the company lets a new contact of this kind see. */
export async function presetFor(writer: Writer, kind: ContactKind): Promise<AccessArea[]> {
	const { settings } = await currentWorkspace(writer)
	return presetsOf(settings.accessPresets)[kind]
}

/** `expected`: `updatedAt` as the editor saw it; what somebody else changed since is not overwritten. */
export function updateContact(
	scope: CompanyScope,
	id: string,
	patch: ContactPatch,
	expected?: Date,
): Promise<ContactOutcome> {
	return catchTaken(scope, patch, id, () => write(scope, (writer) => changeContact(writer, id, patch, expected)))
}

async function changeContact(
	writer: Writer<CompanyScope>,
	id: string,
	patch: ContactPatch,
	expected?: Date,
): Promise<ContactOutcome> {
	const current = await lockContact(writer, id)
	if (!current || current.archivedAt) return { ok: false, reason: 'not_found' }
	const changed = expected ? await changesSince(writer, id, expected) : []
	if (changed.length > 0) return { ok: false, reason: 'changed', current, changes: changed }
	const taken = await findTaken(writer, patch, id)
	if (taken) return taken
	const resolved = await resolveLinks(writer, patch.links ?? [])
	if (!resolved.ok) return resolved
	const choices = patch.noticeChoices && choicesAfter(current.noticeChoices, patch.noticeChoices)
	await changeFields(writer, current, { ...valuesOf(patch), ...(choices && { noticeChoices: choices }) })
	const contact = await found(writer, id)
	if (!patch.links || !contact.ok) return contact
	await setLinks(writer, contact.contact, resolved.targets)
	return found(writer, id)
}

async function changeFields(writer: Writer<CompanyScope>, current: Contact, values: Partial<Contact>): Promise<void> {
	const { accessAreas: access, ...changes } = changesOf<Contact>(current, values)
	const fields = Object.entries({ ...changes, ...(access && { accessAreas: access }) })
	if (fields.length === 0) return
	const set: Partial<Contact> = Object.fromEntries(fields.map(([field, { to }]) => [field, to]))
	const next = { ...current, ...set }
	// A new address has not bounced yet.
	const fresh = changes.email ? { invitationBounced: false } : {}
	const version = now()
	await writer.db
		.update(contacts)
		.set({ ...set, ...fresh, sortName: sortName(next), updatedAt: version })
		.where(thisOne(writer, current.id))
	const accountId = accountOf(current.links)
	const name = displayName(next)
	if (Object.keys(changes).length > 0) {
		await writer.emit(contactEvent('contact.updated', current.id, accountId, { name, changes, version }))
		await refreshSearch(writer, { contactIds: [current.id] })
	}
	if (access) {
		const data = { name, ...access, changes: { accessAreas: access }, version }
		await writer.emit(contactEvent('contact.accessChanged', current.id, accountId, data))
	}
}

/** Creates the contact of another program's id, or brings it up to date (out of the archive too). */
export async function upsertContact(
	scope: CompanyScope,
	externalId: string,
	input: ContactInput,
): Promise<ContactOutcome & { created?: boolean }> {
	return catchTaken(scope, input, null, () =>
		write(scope, async (writer): Promise<ContactOutcome & { created?: boolean }> => {
			await holdExternalId(writer, 'contact', externalId)
			const known = await findContactByExternalId(writer, externalId)
			if (!known) return { ...(await createAndInvite(writer, { ...input, externalId })), created: true }
			// What was merged away lives on in the one who took it in, under that one's own external id.
			const id = known.mergedInto ?? known.id
			const taken = await findTaken(writer, { email: input.email }, id)
			if (taken) return taken
			await setArchived(writer, id, false)
			return changeContact(writer, id, { ...input, externalId: known.mergedInto ? undefined : externalId })
		}),
	)
}

/** The columns that an input names; what it leaves out is left alone. */
function valuesOf(input: ContactPatch): Partial<Contact> {
	const { phone, language, firstName, lastName, notes, links: _links, noticeChoices: _choices, ...rest } = input
	return {
		...rest,
		...(firstName !== undefined && { firstName: firstName ?? '' }),
		...(lastName !== undefined && { lastName: lastName ?? '' }),
		...(phone !== undefined && { phone: phone?.e164 ?? null, phoneExtension: phone?.ext ?? null }),
		...(notes !== undefined && { notes: notes ?? '' }),
		...(language && { language }),
	}
}

/** The account in whose feed an event belongs: where there are several, none in particular. */
function accountOf(links: { accountId: string }[]): string | null {
	const ids = new Set(links.map((link) => link.accountId))
	return ids.size === 1 ? (links[0]?.accountId ?? null) : null
}

function thisOne({ scope }: Writer, id: string) {
	return and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, id))
}

async function lockContact(writer: Writer<CompanyScope>, id: string): Promise<Contact | null> {
	await writer.db.select({ id: contacts.id }).from(contacts).where(thisOne(writer, id)).for('update')
	return findContact(writer, id)
}

async function found(writer: Writer<CompanyScope>, id: string): Promise<ContactOutcome> {
	const contact = await findContact(writer, id)
	return contact ? { ok: true, contact } : { ok: false, reason: 'not_found' }
}
