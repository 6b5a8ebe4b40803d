import { error, fail, redirect } from '@sveltejs/kit'
import { findAccount } from '#features/people/accounts/reads.ts'
import { sitePatch } from '#features/people/schema.ts'
import { findSite } from '#features/people/sites/reads.ts'
import { archiveSite, restoreSite, updateSite } from '#features/people/sites/writes.ts'
import { read } from '#platform/db/db.ts'
import { codesOf, fieldsOf, refusal } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import { addressOf } from '../../accounts/form.ts'
import { told, versionOf } from '../../contacts/form.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	const scope = gate.staff(event)
	return read(scope, async (reader) => {
		const site = await findSite(reader, event.params.id)
		const account = site && (await findAccount(reader, site.accountId))
		if (!site || !account) error(404)
		return {
			site: { id: site.id, title: site.name || site.line1 || site.city, archived: site.archivedAt !== null },
			account: { id: account.id, name: account.name },
			version: site.updatedAt.toISOString(),
			values: {
				name: site.name,
				externalId: site.externalId ?? '',
				'address.line1': site.line1,
				'address.line2': site.line2,
				'address.city': site.city,
				'address.region': site.region,
				'address.postalCode': site.postalCode,
				'address.country': site.country,
			},
		}
	})
}

export const actions: Actions = {
	save: async (event) => {
		const scope = gate.staff(event)
		const { values } = await fieldsOf(event.request)
		const { locale } = event.locals
		const input = sitePatch.safeParse({ ...values, address: addressOf(values) ?? {} })
		if (!input.success) return fail(422, refusal(locale, codesOf(input.error), values))
		const outcome = await updateSite(scope, event.params.id, input.data, versionOf(values.version))
		if (outcome.ok) redirect(303, `/office/accounts/${outcome.site.accountId}?saved`)
		if (outcome.reason === 'not_found') error(404)
		if (outcome.reason === 'changed') {
			const version = outcome.current.updatedAt.toISOString()
			return fail(409, { values, errors: {}, version, changes: told(outcome.changes, event.locals.locale) })
		}
		return fail(422, refusal(locale, { [outcome.path]: outcome.reason }, values))
	},
	archive: async (event) => {
		const scope = gate.staff(event)
		await archiveSite(scope, event.params.id)
		redirect(303, `/office/sites/${event.params.id}`)
	},
	restore: async (event) => {
		const scope = gate.staff(event)
		await restoreSite(scope, event.params.id)
		redirect(303, `/office/sites/${event.params.id}`)
	},
}
