import { inviteContacts } from '#features/access/invitations/writes.ts'
import { findAccount } from '#features/people/accounts/reads.ts'
import { formatPhone } from '#features/people/channels/rules.ts'
import { archiveContacts, restoreContact } from '#features/people/contacts/archiving/writes.ts'
import { contactIds, countContacts, countLimit, listContacts } from '#features/people/contacts/reads.ts'
import { type ContactFilter, contactListQuery } from '#features/people/contacts/schema.ts'
import { displayName } from '#features/people/rules.ts'
import { stillNew } from '#features/registration/reads.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

const pageSize = 50
const mostInvited = 20_000

function readQuery(url: URL) {
	const query = contactListQuery.parse(Object.fromEntries(url.searchParams))
	const { q, kind, status: portalStatus, account: accountId, archived, new: isNew } = query
	const filter: ContactFilter = { q, kind, portalStatus, accountId, archived, isNew }
	return { query, filter }
}

export const load: PageServerLoad = async (event) => {
	const scope = gate.staff(event)
	const { query, filter } = readQuery(event.url)
	const { sort, dir: direction, after, before, n } = query
	const { country } = event.locals.workspace
	return read(scope, async (reader) => {
		const page = await listContacts(reader, { filter, sort, direction, after, before, limit: pageSize })
		const fresh = await stillNew(
			reader,
			page.rows.map(({ id }) => id),
		)
		const account = filter.accountId ? await findAccount(reader, filter.accountId) : null
		return {
			query: { ...filter, sort, direction, n },
			counts: await countContacts(reader, filter),
			countLimit,
			pageSize,
			account: account && { id: account.id, name: account.name },
			next: page.next,
			previous: page.previous,
			rows: page.rows.map((contact) => ({
				isNew: fresh.has(contact.id),
				id: contact.id,
				name: displayName({ ...contact, phone: contact.phone && formatPhone(contact.phone, country) }),
				kind: contact.kind,
				accounts: contact.links.map((link) => ({ id: link.accountId, name: link.accountName })),
				reachedAt: contact.email ?? (contact.phone && formatPhone(contact.phone, country, contact.phoneExtension)),
				portalStatus: contact.portalStatus,
				invitationBounced: contact.invitationBounced,
				lastSeenAt: contact.lastSeenAt,
			})),
		}
	})
}

export const actions: Actions = {
	invite: async (event) => {
		const scope = gate.staff(event)
		const form = await event.request.formData()
		const { filter } = readQuery(event.url)
		const ids = form.has('whole')
			? await read(scope, (reader) => contactIds(reader, filter, mostInvited))
			: form.getAll('id').map(String)
		if (ids.length === 0) return { done: 'nothing' as const }
		const { sent, skipped } = await inviteContacts(scope, ids)
		const reasons: Record<string, number> = {}
		for (const { reason } of skipped) reasons[reason] = (reasons[reason] ?? 0) + 1
		return { done: 'invited' as const, sent, skipped: reasons }
	},
	archive: async (event) => {
		const scope = gate.staff(event)
		const form = await event.request.formData()
		const ids = await archiveContacts(scope, form.getAll('id').map(String))
		return ids.length > 0 ? { done: 'archived' as const, ids } : { done: 'nothing' as const }
	},
	restore: async (event) => {
		const scope = gate.staff(event)
		const form = await event.request.formData()
		let count = 0
		for (const id of form.getAll('id')) if ((await restoreContact(scope, String(id))).ok) count++
		return { done: 'restored' as const, count }
	},
}
