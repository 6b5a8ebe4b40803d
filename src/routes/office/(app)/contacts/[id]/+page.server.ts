import { error, fail, redirect } from '@sveltejs/kit'
import { invitedBy } from '#features/access/delegates/reads.ts'
import { portalHistory } from '#features/access/history/reads.ts'
import { withdrawInvitation } from '#features/access/invitations/withdrawal/writes.ts'
import { inviteContact } from '#features/access/invitations/writes.ts'
import { sendResetTo } from '#features/access/passwords/resets/writes.ts'
import { beginPreview } from '#features/access/previews/writes.ts'
import { contactSessions } from '#features/access/sessions/reads.ts'
import { deviceName } from '#features/access/sessions/rules.ts'
import { signOutContact } from '#features/access/sessions/writes.ts'
import { reinstateContact, suspendContact } from '#features/access/suspension/writes.ts'
import { formatPhone } from '#features/people/channels/rules.ts'
import { archiveContacts, restoreContact } from '#features/people/contacts/archiving/writes.ts'
import { countSessions, findContact } from '#features/people/contacts/reads.ts'
import { contactFeed } from '#features/people/feed/reads.ts'
import { findPlaces } from '#features/people/finding/reads.ts'
import { linkContact, unlinkContact } from '#features/people/links/writes.ts'
import { suggestDuplicates } from '#features/people/merging/reads.ts'
import { displayName, type LinkType, linkTypes } from '#features/people/rules.ts'
import { suspensionInput } from '#features/people/schema.ts'
import { lastErasure } from '#features/privacy/erasures/reads.ts'
import { waitsForLook } from '#features/registration/reads.ts'
import { markSeen } from '#features/registration/writes.ts'
import { type Reader, read } from '#platform/db/db.ts'
import type { StaffScope } from '#platform/scope/scope.ts'
import { setPreviewCookie } from '../../../../../front-door/cookies.ts'
import { codesOf, fieldsOf, refusal } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import { isSecure } from '../../../../../front-door/portal-entry.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.staff(event)
	const { country } = event.locals.workspace
	const { searchParams } = event.url
	const find = searchParams.get('find') ?? ''
	const found = await read(scope, async (reader) => {
		const contact = await findContact(reader, event.params.id)
		if (!contact) error(404)
		if (contact.mergedInto) redirect(303, `/office/contacts/${contact.mergedInto}`)
		const phone = contact.phone && formatPhone(contact.phone, country, contact.phoneExtension)
		return {
			contact: { ...contact, phone, name: displayName({ ...contact, phone }) },
			inviter: await inviterOf(reader, contact.delegateOf),
			people: (await invitedBy(reader, contact.id)).map(({ phone: number, ...person }) => ({
				...person,
				address: person.email ?? (number && formatPhone(number, country)) ?? '',
			})),
			history: (await portalHistory(reader, contact.id))?.data ?? [],
			feed: await contactFeed(reader, contact.id, { before: searchParams.get('older') }),
			sessions: await countSessions(reader, contact.id),
			devices: (await contactSessions(reader, contact.id)).map(({ userAgent, ...session }) => ({
				...session,
				device: deviceName(userAgent),
			})),
			passwords: event.locals.workspace.settings.signIn.password,
			erasure: await lastErasure(reader, contact.id),
			duplicates: contact.archivedAt ? [] : await suggestDuplicates(reader, contact),
			find,
			found: await findPlaces(reader, find),
			isNew: await waitsForLook(reader, contact.id),
			said: ['created', 'saved', 'merged'].find((word) => searchParams.has(word)) ?? null,
		}
	})
	// A page that a pointer only rests on is fetched as data: that is no look yet (the page itself says when it is one).
	if (found.isNew && !event.isDataRequest) await markSeen(scope, found.contact.id)
	return found
}

async function inviterOf(reader: Reader<StaffScope>, id: string | null) {
	const inviter = id ? await findContact(reader, id) : null
	return inviter && { id: inviter.id, name: displayName(inviter) }
}

export const actions: Actions = {
	invite: async (event) => {
		const scope = gate.staff(event)
		const outcome = await inviteContact(scope, event.params.id)
		if (!outcome.ok) return fail(409, { refused: outcome.reason })
		return { done: 'invited', to: outcome.sent.map((one) => one.to) }
	},
	preview: async (event) => {
		const scope = gate.staff(event)
		const begun = await beginPreview(scope, event.locals.person?.sessionId ?? '', event.params.id)
		if (!begun.ok) error(404)
		setPreviewCookie(event.cookies, begun.token, begun.expiresAt, isSecure(event))
		redirect(303, '/')
	},
	withdraw: async (event) => {
		const scope = gate.staff(event)
		const outcome = await withdrawInvitation(scope, event.params.id)
		return outcome.ok ? { done: 'withdrawn' } : fail(409, { refused: outcome.reason })
	},
	suspend: async (event) => {
		const scope = gate.staff(event)
		const { values } = await fieldsOf(event.request)
		const input = suspensionInput.safeParse(values)
		if (!input.success) return fail(422, refusal(event.locals.locale, codesOf(input.error), values))
		const outcome = await suspendContact(scope, event.params.id, input.data.note ?? '')
		return outcome.ok ? { done: 'suspended' } : fail(409, { refused: outcome.reason })
	},
	reinstate: async (event) => {
		const scope = gate.staff(event)
		const outcome = await reinstateContact(scope, event.params.id)
		return outcome.ok ? { done: 'reinstated' } : fail(409, { refused: outcome.reason })
	},
	resetPassword: async (event) => {
		const scope = gate.staff(event)
		const outcome = await sendResetTo(scope, event.params.id)
		if (!outcome.ok) return fail(409, { refused: outcome.reason })
		return { done: 'reset', to: outcome.sent.map((one) => one.to) }
	},
	signOut: async (event) => {
		const scope = gate.staff(event)
		const ended = await signOutContact(scope, event.params.id)
		return ended === null ? fail(409, { refused: 'notFound' }) : { done: 'signedOut' }
	},
	archive: async (event) => {
		const scope = gate.staff(event)
		await archiveContacts(scope, [event.params.id])
		redirect(303, `/office/contacts/${event.params.id}`)
	},
	restore: async (event) => {
		const scope = gate.staff(event)
		const outcome = await restoreContact(scope, event.params.id)
		if (outcome.ok) redirect(303, `/office/contacts/${event.params.id}`)
		return fail(409, { refused: outcome.reason })
	},
	link: async (event) => {
		const scope = gate.staff(event)
		const { values } = await fieldsOf(event.request)
		const type = linkTypes.find((one): one is LinkType => one === values.type) ?? 'account'
		const outcome = await linkContact(scope, event.params.id, { type, id: values.id ?? '' })
		return outcome.ok ? { done: 'linked' } : fail(409, { refused: outcome.reason })
	},
	unlink: async (event) => {
		const scope = gate.staff(event)
		const { values } = await fieldsOf(event.request)
		const gone = await unlinkContact(scope, event.params.id, values.linkId ?? '')
		return gone ? { done: 'unlinked' } : fail(409, { refused: 'not_found' })
	},
}
