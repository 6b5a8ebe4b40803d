import { error, fail, redirect } from '@sveltejs/kit'
import { findMember, listMemberSessions } from '#features/access/members/reads.ts'
import { countRecoveryCodes } from '#features/access/members/recovery/writes.ts'
import { confirmTotp, removeTotp, renewRecoveryCodes } from '#features/access/members/totp/writes.ts'
import { setPassword, updateOwnProfile } from '#features/access/members/writes.ts'
import { listPasskeys } from '#features/access/passkeys/reads.ts'
import { newName, passkeyName, registration } from '#features/access/passkeys/schema.ts'
import { addPasskey, removePasskey, renamePasskey } from '#features/access/passkeys/writes.ts'
import { deviceName } from '#features/access/sessions/rules.ts'
import { endOtherSessions, endSession } from '#features/access/sessions/writes.ts'
import { m } from '#messages'
import { read } from '#platform/db/db.ts'
import { pickLocale } from '#platform/i18n/locale.ts'
import { codesOf, fieldsOf, refuse } from '../../../../front-door/form.ts'
import * as gate from '../../../../front-door/gate.ts'
import { challengeOf, siteOf } from '../../../../front-door/passkeys.ts'
import { setUpOf } from '../../../../front-door/two-factor.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.member(event)
	const { me, sessions, passkeys, recoveryLeft } = await read(scope, async (reader) => ({
		me: await findMember(reader, scope.memberId),
		sessions: await listMemberSessions(reader, scope.memberId),
		passkeys: await listPasskeys(reader),
		recoveryLeft: await countRecoveryCodes(reader, scope.memberId),
	}))
	if (!me) redirect(303, '/office/sign-in')
	const here = event.locals.person?.sessionId
	return {
		me,
		sessions: sessions.reverse().map((session) => ({ ...session, here: session.id === here })),
		welcome: event.url.searchParams.has('welcome'),
		saved: event.url.searchParams.get('saved'),
		setUp: event.url.searchParams.has('two-factor') && !me.hasTotp ? await setUpOf(event, scope) : null,
		required: event.locals.workspace.settings.members.twoFactorRequired,
		recoveryLeft,
		passkeys: passkeys.map(({ host, ...one }) => ({ ...one, elsewhere: host === event.url.hostname ? null : host })),
		suggested: deviceName(event.request.headers.get('user-agent') ?? ''),
	}
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
		const weakness = await setPassword(scope, values.password ?? '', event.locals.person?.sessionId ?? '')
		if (weakness) return refuse(event.locals.locale, { password: weakness }, {})
		redirect(303, '/office/me?saved=password')
	},
	confirmTwoFactor: async (event) => {
		const scope = gate.member(event)
		const { values } = await fieldsOf(event.request)
		const codes = await confirmTotp(scope, values.code ?? '')
		return codes ? { codes } : fail(422, { code: m.members_second_wrong() })
	},
	recoveryCodes: async (event) => {
		const scope = gate.member(event)
		const { values } = await fieldsOf(event.request)
		const codes = await renewRecoveryCodes(scope, values.code ?? '')
		return codes ? { codes } : fail(422, { removeCode: m.members_second_wrong() })
	},
	removeTwoFactor: async (event) => {
		const scope = gate.member(event)
		const { values } = await fieldsOf(event.request)
		const outcome = await removeTotp(scope, values.code ?? '')
		if (outcome === 'required') return fail(409, { removeCode: m.members_two_factor_stays() })
		if (outcome === 'wrong') return fail(422, { removeCode: m.members_second_wrong() })
		redirect(303, '/office/me?saved=two-factor-off')
	},
	endSession: async (event) => {
		const scope = gate.member(event)
		const { values } = await fieldsOf(event.request)
		await endSession(scope.workspaceId, values.id ?? '', { type: 'member', id: scope.memberId })
		redirect(303, '/office/me?saved=session')
	},
	endOthers: async (event) => {
		const scope = gate.member(event)
		await endOtherSessions(scope, event.locals.person?.sessionId ?? '')
		redirect(303, '/office/me?saved=session')
	},
	addPasskey: async (event) => {
		const scope = gate.member(event)
		const { values } = await fieldsOf(event.request)
		const name = passkeyName.safeParse(values.name ?? '')
		const response = registration(values.credential ?? '')
		const challenge = response && challengeOf(event, `new:${scope.memberId}`, response)
		if (!challenge || !name.success) return refuse(event.locals.locale, { passkey: 'passkey_refused' }, {})
		const added = await addPasskey(scope, { response, challenge, site: siteOf(event), name: name.data })
		if (!added.ok) return refuse(event.locals.locale, { passkey: added.reason }, {})
		redirect(303, '/office/me?saved=passkey')
	},
	renamePasskey: async (event) => {
		const scope = gate.member(event)
		const { values } = await fieldsOf(event.request)
		const { id = '' } = values
		const name = newName.safeParse(values.name ?? '')
		if (!name.success) return refuse(event.locals.locale, { [`name-${id}`]: codesOf(name.error)[''] ?? '' }, {})
		if (!(await renamePasskey(scope, id, name.data))) error(404)
		redirect(303, '/office/me?saved=passkey-renamed')
	},
	removePasskey: async (event) => {
		const scope = gate.member(event)
		const { values } = await fieldsOf(event.request)
		await removePasskey(scope, values.id ?? '')
		redirect(303, '/office/me?saved=passkey-removed')
	},
}
