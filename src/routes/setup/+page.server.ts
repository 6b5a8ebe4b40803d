import { error, redirect } from '@sveltejs/kit'
import { createCompany, enterAsOwner } from '#features/access/company/writes.ts'
import { password } from '#features/access/passwords/schema.ts'
import { installationIsEmpty } from '#features/workspaces/reads.ts'
import { newWorkspace } from '#features/workspaces/schema.ts'
import { weaknessOf } from '#platform/passwords/strength.ts'
import { setSessionCookie } from '../../front-door/cookies.ts'
import { setDevice } from '../../front-door/device.ts'
import { codesOf, fieldsOf, refuse } from '../../front-door/form.ts'
import * as gate from '../../front-door/gate.ts'
import { deviceOf, isSecure } from '../../front-door/portal-entry.ts'
import type { Actions, PageServerLoad } from './$types'

/** Open to anybody who reaches the installation, for as long as it has no company. */
export const load: PageServerLoad = async (event) => {
	gate.anybody(event)
	if (!(await installationIsEmpty())) error(404)
	return { timeZones: Intl.supportedValuesOf('timeZone'), language: event.locals.locale }
}

const input = newWorkspace.extend({ password })

export const actions: Actions = {
	default: async (event) => {
		gate.anybody(event)
		if (!(await installationIsEmpty())) error(404)
		const { values } = await fieldsOf(event.request)
		const { password: typed, ...kept } = values
		const parsed = input.safeParse({ ...values, password: typed ?? '' })
		if (!parsed.success) return refuse(event.locals.locale, codesOf(parsed.error), kept)
		const { name, ownerName, ownerEmail } = parsed.data
		const weakness = await weaknessOf(parsed.data.password, [name, ownerName, ownerEmail])
		if (weakness) return refuse(event.locals.locale, { password: weakness }, kept)
		const created = await createCompany(parsed.data)
		if (!created.ok) return refuse(event.locals.locale, { slug: created.reason }, kept, 409)
		const device = deviceOf(event)
		const session = await enterAsOwner(created.scope, created.owner.id, parsed.data.password, device)
		setSessionCookie(event.cookies, 'office', session.token, session.expiresAt, isSecure(event))
		setDevice(event.cookies, session.device, isSecure(event))
		redirect(303, '/office')
	},
}
