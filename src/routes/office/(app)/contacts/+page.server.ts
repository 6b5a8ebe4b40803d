import { invitationRefusal } from '#features/access/invitations/rules.ts'
import { recentRuns } from '#features/access/invitations/runs/reads.ts'
import { inviteContacts } from '#features/access/invitations/runs/writes.ts'
import { findAccount } from '#features/people/accounts/reads.ts'
import { formatPhone } from '#features/people/channels/rules.ts'
import { changeAccess } from '#features/people/contacts/access/writes.ts'
import { archiveContacts, restoreContact } from '#features/people/contacts/archiving/writes.ts'
import { contactIds, countContacts, countLimit, listContacts } from '#features/people/contacts/reads.ts'
import { displayName, presetsOf } from '#features/people/rules.ts'
import { stillNew } from '#features/registration/reads.ts'
import { read } from '#platform/db/db.ts'
import { accessAreas, type StaffScope } from '#platform/scope/scope.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'
import { readQuery } from './query.ts'

const pageSize = 50
const mostChosen = 200_000

export const load: PageServerLoad = async (event) => {
	const scope = gate.staff(event)
	const { query, filter } = readQuery(event.url)
	const { sort, dir: direction, after, before, n } = query
	const { country, settings } = event.locals.workspace
	return read(scope, async (reader) => {
		const page = await listContacts(reader, { filter, sort, direction, after, before, limit: pageSize })
		const fresh = await stillNew(
			reader,
			page.rows.map(({ id }) => id),
		)
		const account = filter.accountId ? await findAccount(reader, filter.accountId) : null
		return {
			presets: presetsOf(settings.accessPresets),
			query: { ...filter, sort, direction, n },
			counts: await countContacts(reader, filter),
			countLimit,
			run: (await recentRuns(reader))[0] ?? null,
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
				refusal: invitationRefusal(contact, settings.invitations.channels),
				invitationBounced: contact.invitationBounced,
				lastSeenAt: contact.lastSeenAt,
			})),
		}
	})
}

export const actions: Actions = {
	invite: async (event) => {
		const scope = gate.staff(event)
		const ids = await chosen(event, scope, await event.request.formData())
		if (ids.length === 0) return { done: 'nothing' as const }
		const { runId, sent, skipped } = await inviteContacts(scope, ids)
		const reasons: Record<string, number> = {}
		for (const { reason } of skipped) reasons[reason] = (reasons[reason] ?? 0) + 1
		return { done: 'invited' as const, runId, sent, skipped: reasons }
	},
	access: async (event) => {
		const scope = gate.staff(event)
		const form = await event.request.formData()
		const ids = await chosen(event, scope, form)
		const ticked = form.getAll('area')
		const areas = accessAreas.filter((area) => ticked.includes(area))
		const way = form.get('way')
		if (ids.length === 0 || (way !== 'set' && areas.length === 0)) return { done: 'nothing' as const }
		const change =
			way === 'set' ? { set: areas } : way === 'remove' ? { add: [], remove: areas } : { add: areas, remove: [] }
		const { changed, unchanged } = await changeAccess(scope, ids, change)
		return { done: 'access' as const, changed, unchanged }
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

/** Those who are ticked, on whatever page of the list; or all in the view but those who were un-ticked. */
async function chosen(event: Parameters<Actions[string]>[0], scope: StaffScope, form: FormData): Promise<string[]> {
	const ids = (name: string) => form.getAll(name).map(String)
	if (!form.has('whole')) return ids('id')
	const { filter } = readQuery(event.url)
	const except = new Set(ids('except'))
	const all = await read(scope, (reader) => contactIds(reader, filter, mostChosen))
	return all.filter((id) => !except.has(id))
}
