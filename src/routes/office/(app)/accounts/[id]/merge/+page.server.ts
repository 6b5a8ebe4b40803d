import { error, fail, redirect } from '@sveltejs/kit'
import {
	belongingsOfAccount,
	seersOfMore,
	suggestDuplicateAccounts,
	toldOf,
} from '#features/people/accounts/merging/reads.ts'
import { accountMergePlan } from '#features/people/accounts/merging/rules.ts'
import { mergeAccounts } from '#features/people/accounts/merging/writes.ts'
import { type Account, findAccount } from '#features/people/accounts/reads.ts'
import { addressLine } from '#features/people/addresses/rules.ts'
import { findAccounts } from '#features/people/finding/reads.ts'
import { contactsOfAccount } from '#features/people/links/reads.ts'
import { displayName } from '#features/people/rules.ts'
import { sitesOfAccount } from '#features/people/sites/reads.ts'
import { type Reader, read } from '#platform/db/db.ts'
import type { StaffScope } from '#platform/scope/scope.ts'
import { fieldsOf } from '../../../../../../front-door/form.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	const scope = gate.staff(event)
	const { searchParams } = event.url
	const [otherId, keepId, find] = ['with', 'keep', 'find'].map((name) => searchParams.get(name) ?? '')
	return read(scope, async (reader) => {
		const one = await findAccount(reader, event.params.id)
		if (one?.mergedInto) redirect(303, `/office/accounts/${one.mergedInto}`)
		if (!one || one.archivedAt) error(404)
		const two = otherId && otherId !== one.id ? await findAccount(reader, otherId) : null
		if (!two || two.archivedAt) {
			const suggested = await suggestDuplicateAccounts(reader, one.id)
			const found = await findAccounts(reader, find ?? '')
			return { name: one.name, id: one.id, find: find ?? '', found, suggested, pair: null }
		}
		return {
			name: one.name,
			id: one.id,
			find: '',
			found: [],
			suggested: [],
			pair: await pairOf(reader, [one, two], keepId === two.id),
		}
	})
}

async function pairOf(reader: Reader<StaffScope>, [one, two]: [Account, Account], swapped: boolean) {
	const both = [await cardOf(reader, one), await cardOf(reader, two)] as const
	const [keep, gone] = swapped ? [two, one] : [one, two]
	const seers = await seersOfMore(reader, [keep, gone], toldOf + 1)
	return {
		other: two.id,
		both,
		keep: swapped ? both[1] : both[0],
		gone: swapped ? both[0] : both[1],
		lost: accountMergePlan(keep, gone).conflicts.map(({ field, dropped }) => ({ field, value: dropped })),
		portalOff: keep.portalEnabled !== gone.portalEnabled,
		// Of each of the two those who see it today, and what they will see as well.
		more: [keep, gone]
			.map(({ id }) => ({
				otherId: id === keep.id ? gone.id : keep.id,
				people: seers
					.slice(0, toldOf)
					.filter(({ sees }) => sees === id)
					.map((seer) => ({ id: seer.id, name: displayName(seer), kind: seer.kind })),
			}))
			.filter(({ people }) => people.length > 0),
		moreOthers: seers.length > toldOf,
	}
}

const shown = 3

async function cardOf(reader: Reader<StaffScope>, account: Account) {
	const { id, name, kind, externalId, portalEnabled, createdAt } = account
	const sites = await sitesOfAccount(reader, id, { limit: shown })
	const people = await contactsOfAccount(reader, id, shown + 1)
	const names = [...new Map(people.map((person) => [person.id, displayName(person)])).values()]
	return {
		...{ id, name, kind, externalId, portalEnabled, createdAt },
		addresses: sites.map((site) => addressLine(site) || site.name),
		people: names.slice(0, shown),
		belongings: await belongingsOfAccount(reader, id),
	}
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.staff(event)
		const { values } = await fieldsOf(event.request)
		const outcome = await mergeAccounts(scope, values.keep ?? '', values.gone ?? '')
		if (!outcome.ok) return fail(409, { refused: outcome.reason })
		redirect(303, `/office/accounts/${values.keep}?merged`)
	},
}
