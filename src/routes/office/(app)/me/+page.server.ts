import { fail, redirect } from '@sveltejs/kit'
import { renderSVG } from 'uqr'
import { findMember, listMemberSessions } from '#features/access/members/reads.ts'
import { password } from '#features/access/members/schema.ts'
import { totpSetUp } from '#features/access/members/totp/rules.ts'
import { confirmTotp, prepareTotp, removeTotp } from '#features/access/members/totp/writes.ts'
import { setPassword, updateOwnProfile } from '#features/access/members/writes.ts'
import { endSession } from '#features/access/sessions/writes.ts'
import { m } from '#messages'
import { read } from '#platform/db/db.ts'
import { pickLocale } from '#platform/i18n/locale.ts'
import { codesOf, fieldsOf, refuse } from '../../../../front-door/form.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.member(event)
	const { me, sessions } = await read(scope, async (reader) => ({
		me: await findMember(reader, scope.memberId),
		sessions: await listMemberSessions(reader, scope.memberId),
	}))
	if (!me) redirect(303, '/office/sign-in')
	const here = event.locals.person?.sessionId
	return {
		me,
		sessions: sessions.reverse().map((session) => ({ ...session, here: session.id === here })),
		welcome: event.url.searchParams.has('welcome'),
		saved: event.url.searchParams.get('saved'),
		setUp: event.url.searchParams.has('two-factor') && !me.hasTotp ? await setUpOf(event, me.email) : null,
	}
}

async function setUpOf(event: Parameters<PageServerLoad>[0], email: string) {
	const sealed = await prepareTotp(gate.member(event))
	if (!sealed) return null
	const { uri, secret } = totpSetUp(sealed, { company: event.locals.workspace.name, email })
	return { secret, svg: renderSVG(uri, { border: 2 }) }
}

export const actions: Actions = {
	profile: async (event) => {
		const scope = gate.member(event)
		const { values } = await fieldsOf(event.request)
		const name = (values.name ?? '').trim()
		if (!name || name.length > 200)
			return refuse(event.locals.locale, { name: name ? 'too_long' : 'name_missing' }, values)
		await updateOwnProfile(scope, { name, language: pickLocale(values.language, null, scope.locale) })
		redirect(303, '/office/me?saved=profile')
	},
	password: async (event) => {
		const scope = gate.member(event)
		const { values } = await fieldsOf(event.request)
		const chosen = password.safeParse(values.password ?? '')
		if (!chosen.success)
			return refuse(event.locals.locale, { password: codesOf(chosen.error)[''] ?? 'password_short' }, {})
		await setPassword(scope, chosen.data, event.locals.person?.sessionId ?? '')
		redirect(303, '/office/me?saved=password')
	},
	confirmTwoFactor: async (event) => {
		const scope = gate.member(event)
		const { values } = await fieldsOf(event.request)
		if (!(await confirmTotp(scope, values.code ?? ''))) return fail(422, { code: m.members_second_wrong() })
		redirect(303, '/office/me?saved=two-factor')
	},
	removeTwoFactor: async (event) => {
		const scope = gate.member(event)
		const { values } = await fieldsOf(event.request)
		if (!(await removeTotp(scope, values.code ?? ''))) return fail(422, { removeCode: m.members_second_wrong() })
		redirect(303, '/office/me?saved=two-factor-off')
	},
	endSession: async (event) => {
		const scope = gate.member(event)
		const { values } = await fieldsOf(event.request)
		await endSession(scope.workspaceId, values.id ?? '', { type: 'member', id: scope.memberId })
		redirect(303, '/office/me?saved=session')
	},
}
