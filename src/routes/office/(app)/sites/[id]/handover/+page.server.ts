import { error, fail, redirect } from '@sveltejs/kit'
import { folders } from '#features/documents/rules.ts'
import { handoverPlan } from '#features/handover/reads.ts'
import { usualFolders } from '#features/handover/rules.ts'
import { handoverChoices, newOwner } from '#features/handover/schema.ts'
import { type HandoverOutcome, handOver, handOverToNew } from '#features/handover/writes.ts'
import { findAccount, searchAccounts } from '#features/people/accounts/reads.ts'
import { m } from '#messages'
import { read } from '#platform/db/db.ts'
import { codesOf, fieldsOf, refusal } from '../../../../../../front-door/form.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

const hits = 8

/** First who (`?q=` finds accounts, `?to=` names one, or `new`), then what goes and what stays. */
export const load: PageServerLoad = (event) => {
	const scope = gate.staff(event, gate.office)
	const { searchParams } = event.url
	const query = searchParams.get('q')?.trim().slice(0, 200) ?? ''
	const wished = searchParams.get('to') ?? ''
	return read(scope, async (reader) => {
		const plan = await handoverPlan(reader, event.params.id)
		if (!plan) error(404)
		const account = wished && wished !== 'new' ? await findAccount(reader, wished) : null
		const to = account && !account.archivedAt && account.id !== plan.site.accountId ? account : null
		const found = query ? await searchAccounts(reader, query, hits) : []
		return {
			plan,
			query,
			found: found
				.filter(({ id }) => id !== plan.site.accountId)
				.map(({ id, name, address }) => ({ id, name, address })),
			to: wished === 'new' ? ('new' as const) : to && { id: to.id, name: to.name },
			usual: [...usualFolders],
		}
	})
}

type Event = { locals: App.Locals; params: { id: string } }

function answer(event: Event, outcome: HandoverOutcome, values: Record<string, string>, chosen: string[]) {
	if (outcome.ok) redirect(303, `/office/sites/${event.params.id}?handed`)
	if (outcome.reason === 'not_found') error(404)
	const path = 'path' in outcome ? outcome.path : 'accountId'
	const status = outcome.reason === 'handed_already' ? 409 : 422
	return fail(status, { ...refusal(event.locals.locale, { [path]: outcome.reason }, values), chosen })
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.staff(event, gate.office)
		const { form, values } = await fieldsOf(event.request)
		const { locale, workspace } = event.locals
		const chosen = form.getAll('folder').map(String)
		const refuse = (codes: Record<string, string>) => fail(422, { ...refusal(locale, codes, values), chosen })
		if (values.sure !== 'on') {
			const back = refusal(locale, {}, values)
			return fail(422, { ...back, errors: { sure: m.handover_sure_missing({}, { locale }) }, chosen })
		}
		const known = chosen.filter((one) => folders.some((folder) => folder === one))
		const choices = handoverChoices.safeParse({ folders: known, activeProjects: values.activeProjects || undefined })
		if (!choices.success) return refuse(codesOf(choices.error))
		if (values.to !== 'new') {
			const input = { accountId: values.to ?? '', ...choices.data }
			return answer(event, await handOver(scope, event.params.id, input), values, chosen)
		}
		const { firstName, lastName, email, phone } = values
		const owner = newOwner(workspace.country).safeParse({
			firstName,
			lastName,
			email,
			phone,
			invite: values.invite === 'on',
		})
		if (!owner.success) return refuse(codesOf(owner.error))
		return answer(event, await handOverToNew(scope, event.params.id, owner.data, choices.data), values, chosen)
	},
}
