import { redirect } from '@sveltejs/kit'
import { currentDomain, targetOf } from '#features/workspaces/domains/reads.ts'
import { recordsOf } from '#features/workspaces/domains/rules.ts'
import { domainHost } from '#features/workspaces/domains/schema.ts'
import { checkDomain, setDomain } from '#features/workspaces/domains/writes.ts'
import { workspaceUrl } from '#platform/app/app.ts'
import { read } from '#platform/db/db.ts'
import { spend } from '#platform/limits/limits.ts'
import { codesOf, fieldsOf, refuse } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.manager(event)
	const { workspace } = event.locals
	const domain = await read(scope, currentDomain)
	return {
		subdomain: workspaceUrl({ ...workspace, customDomain: null }),
		domain: domain && {
			host: domain.host,
			status: domain.status,
			url: workspaceUrl({ ...workspace, customDomain: domain.host }),
			records: recordsOf(domain, targetOf(workspace.slug)),
			findings: domain.findings,
			checkedAt: domain.checkedAt,
			failingSince: domain.failingSince,
		},
	}
}

const checking = { name: 'domain-check', points: 20, duration: 600 }

export const actions: Actions = {
	set: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		const host = domainHost.safeParse(values.host ?? '')
		if (!host.success) return refuse(event.locals.locale, { host: codesOf(host.error)[''] ?? 'domain_shape' }, values)
		const set = await setDomain(scope, host.data)
		if (!set.ok) return refuse(event.locals.locale, { host: set.reason }, values)
		redirect(303, '/office/settings/domain')
	},
	check: async (event) => {
		const scope = gate.manager(event)
		const { ok } = await spend(checking, scope.workspaceId)
		if (!ok) return refuse(event.locals.locale, { check: 'checked_too_often' }, {}, 429)
		await checkDomain(scope)
		redirect(303, '/office/settings/domain')
	},
	remove: async (event) => {
		const scope = gate.manager(event)
		await setDomain(scope, null)
		redirect(303, '/office/settings/domain')
	},
}
