import { fail, redirect } from '@sveltejs/kit'
import { findMember } from '#features/access/members/reads.ts'
import { confirmTotp } from '#features/access/members/totp/writes.ts'
import { m } from '#messages'
import { read } from '#platform/db/db.ts'
import { fieldsOf } from '../../../../front-door/form.ts'
import * as gate from '../../../../front-door/gate.ts'
import { setUpOf } from '../../../../front-door/two-factor.ts'
import type { Actions, PageServerLoad } from './$types'

/** Where members without a second factor are led when the company asks everybody for one. */
export const load: PageServerLoad = async (event) => {
	const scope = gate.member(event)
	const setUp = await setUpOf(event, scope)
	// Just set up: the recovery codes are shown.
	if (!setUp && event.request.method !== 'POST') redirect(303, '/office')
	const me = await read(scope, (reader) => findMember(reader, scope.memberId))
	return { setUp, onward: me?.hasPassword ? '/office' : '/office/me?welcome' }
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.member(event)
		const { values } = await fieldsOf(event.request)
		const codes = await confirmTotp(scope, values.code ?? '')
		return codes ? { codes } : fail(422, { error: m.members_second_wrong() })
	},
}
