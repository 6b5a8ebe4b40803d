import { fail, redirect } from '@sveltejs/kit'
import { listMembers } from '#features/access/members/reads.ts'
import { mayManage } from '#features/access/members/rules.ts'
import { newMember } from '#features/access/members/schema.ts'
import { resetTwoFactor } from '#features/access/members/totp/writes.ts'
import { changeMember, inviteMember, resendLink } from '#features/access/members/writes.ts'
import { m } from '#messages'
import { read } from '#platform/db/db.ts'
import { type Role, roles } from '#platform/scope/scope.ts'
import { codesOf, fieldsOf, refuse } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

const here = '/office/settings/members'

export const load: PageServerLoad = async (event) => {
	const scope = gate.manager(event)
	const members = await read(scope, listMembers)
	return {
		members: members.map((member) => ({
			...member,
			mine: member.id === scope.memberId,
			manageable: mayManage(scope.role, member.role),
		})),
		roles: roles.filter((role) => mayManage(scope.role, role)),
		saved: event.url.searchParams.get('saved'),
	}
}

const reason = (code: string) => fail(409, { problem: m.members_reason({ reason: code }) })
const roleOf = (value: string | undefined): Role | undefined => roles.find((role) => role === value)

export const actions: Actions = {
	invite: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		const input = newMember.safeParse(values)
		if (!input.success) return refuse(event.locals.locale, codesOf(input.error), values)
		const result = await inviteMember(scope, input.data)
		if (!result.ok && result.reason === 'email_taken')
			return refuse(event.locals.locale, { email: 'email_taken' }, values, 409)
		if (!result.ok) return reason(result.reason)
		redirect(303, `${here}?saved=${encodeURIComponent(input.data.email)}`)
	},
	role: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		const result = await changeMember(scope, values.id ?? '', { role: roleOf(values.role) })
		if (!result.ok) return reason(result.reason)
		redirect(303, `${here}?saved`)
	},
	access: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		const result = await changeMember(scope, values.id ?? '', { active: values.active === 'true' })
		if (!result.ok) return reason(result.reason)
		redirect(303, `${here}?saved`)
	},
	resend: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		if (!(await resendLink(scope, values.id ?? ''))) return reason('unknown')
		redirect(303, `${here}?saved`)
	},
	twoFactor: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		const result = await resetTwoFactor(scope, values.id ?? '')
		if (!result.ok) return reason(result.reason)
		redirect(303, `${here}?saved`)
	},
}
