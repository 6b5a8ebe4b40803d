import { error, fail, redirect } from '@sveltejs/kit'
import { accountDocuments } from '#features/documents/lists/reads.ts'
import { conversationsOfAccount } from '#features/messages/conversations/reads.ts'
import { sendMessage } from '#features/messages/writes.ts'
import { suggestDuplicateAccounts } from '#features/people/accounts/merging/reads.ts'
import { findAccount } from '#features/people/accounts/reads.ts'
import { archiveAccount, noteAccount, restoreAccount, updateAccount } from '#features/people/accounts/writes.ts'
import { formatPhone } from '#features/people/channels/rules.ts'
import { accountFeed } from '#features/people/feed/reads.ts'
import { feedTabs } from '#features/people/feed/rules.ts'
import { findPeople } from '#features/people/finding/reads.ts'
import { contactsOfAccount } from '#features/people/links/reads.ts'
import { linkContact, unlinkContact } from '#features/people/links/writes.ts'
import { displayName } from '#features/people/rules.ts'
import { noteInput } from '#features/people/schema.ts'
import { sitesOfAccount } from '#features/people/sites/reads.ts'
import { projectsOfAccount } from '#features/projects/lists/reads.ts'
import { read } from '#platform/db/db.ts'
import { codesOf, fieldsOf, refusal } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	const scope = gate.staff(event)
	const { country } = event.locals.workspace
	const { searchParams } = event.url
	const tab = feedTabs.find((one) => one === searchParams.get('feed')) ?? 'all'
	const find = searchParams.get('find') ?? ''
	return read(scope, async (reader) => {
		const account = await findAccount(reader, event.params.id)
		if (!account) error(404)
		if (account.mergedInto) redirect(303, `/office/accounts/${account.mergedInto}`)
		const people = await contactsOfAccount(reader, account.id)
		return {
			account,
			people: people.map((person) => {
				const phone = person.phone && formatPhone(person.phone, country)
				return { ...person, phone, name: displayName({ ...person, phone }) }
			}),
			sites: await sitesOfAccount(reader, account.id),
			projects: event.locals.workspace.settings.modules.projects ? await projectsOfAccount(reader, account.id) : [],
			tab,
			conversations: tab === 'portal' ? await conversationsOfAccount(reader, account.id) : [],
			feed: await accountFeed(reader, account.id, { tab, before: searchParams.get('older'), limit: 15 }),
			documents: await accountDocuments(reader, account.id, searchParams),
			duplicates: account.archivedAt ? [] : await suggestDuplicateAccounts(reader, account.id),
			clientKey: crypto.randomUUID(),
			find,
			found: await findPeople(reader, find, country),
			said: ['created', 'saved', 'archived', 'merged'].find((word) => searchParams.has(word)) ?? null,
		}
	})
}

export const actions: Actions = {
	/** A message to one of the account's people, or a note that only the company sees. */
	write: async (event) => {
		const scope = gate.staff(event)
		const { values } = await fieldsOf(event.request)
		const { locale } = event.locals
		const input = noteInput.safeParse(values)
		if (!input.success) return fail(422, refusal(locale, codesOf(input.error), values))
		if (!values.to) {
			if (!(await noteAccount(scope, event.params.id, input.data.text))) error(404)
			return { done: 'noted' }
		}
		if (!event.locals.workspace.settings.modules.messages) error(404)
		const to = { accountId: event.params.id, contactId: values.to }
		const message = {
			body: input.data.text,
			clientKey: /^[\w-]{8,64}$/.test(values.clientKey ?? '') ? values.clientKey : undefined,
		}
		const sent = await sendMessage(scope, to, message)
		return sent.ok ? { done: 'sent' } : fail(422, refusal(locale, { text: sent.reason }, values))
	},
	link: async (event) => {
		const scope = gate.staff(event)
		const { values } = await fieldsOf(event.request)
		const outcome = await linkContact(scope, values.id ?? '', { type: 'account', id: event.params.id })
		return outcome.ok ? { done: 'linked' } : fail(409, { refused: outcome.reason })
	},
	unlink: async (event) => {
		const scope = gate.staff(event)
		const { values } = await fieldsOf(event.request)
		const gone = await unlinkContact(scope, values.contactId ?? '', values.linkId ?? '')
		return gone ? { done: 'unlinked' } : fail(409, { refused: 'not_found' })
	},
	portal: async (event) => {
		const scope = gate.staff(event)
		const { values } = await fieldsOf(event.request)
		const portalEnabled = values.portal === 'on'
		const outcome = await updateAccount(scope, event.params.id, { portalEnabled })
		if (!outcome.ok) return fail(409, { refused: outcome.reason })
		return { done: portalEnabled ? 'portalOn' : 'portalOff' }
	},
	archive: async (event) => {
		const scope = gate.staff(event)
		await archiveAccount(scope, event.params.id)
		redirect(303, `/office/accounts/${event.params.id}`)
	},
	restore: async (event) => {
		const scope = gate.staff(event)
		await restoreAccount(scope, event.params.id)
		redirect(303, `/office/accounts/${event.params.id}`)
	},
}
