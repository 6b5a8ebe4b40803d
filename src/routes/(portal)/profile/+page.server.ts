import { error, fail, redirect } from '@sveltejs/kit'
import { ownDelegates } from '#features/access/delegates/reads.ts'
import { listPasskeys } from '#features/access/passkeys/reads.ts'
import { passwordSetAt } from '#features/access/passwords/reads.ts'
import { pendingChecks } from '#features/access/profile/checks/reads.ts'
import { cancelCheck, confirmCheck, resendCheck } from '#features/access/profile/checks/writes.ts'
import { ownProfile, ownSessions } from '#features/access/profile/reads.ts'
import { profileInput } from '#features/access/profile/schema.ts'
import { changeProfile } from '#features/access/profile/writes.ts'
import { code as codeShape } from '#features/access/schema.ts'
import { deviceName } from '#features/access/sessions/rules.ts'
import { endOtherSessions, endSession } from '#features/access/sessions/writes.ts'
import { formatPhone } from '#features/people/channels/rules.ts'
import { lastErasure } from '#features/privacy/erasures/reads.ts'
import { askForErasure } from '#features/privacy/erasures/writes.ts'
import { dataExportsOf } from '#features/privacy/exports/reads.ts'
import { askForData } from '#features/privacy/exports/writes.ts'
import { locales } from '#i18n'
import { m } from '#messages'
import { read } from '#platform/db/db.ts'
import { codesOf, fieldsOf, refuse } from '../../../front-door/form.ts'
import * as gate from '../../../front-door/gate.ts'
import { tooOften } from '../../../front-door/portal-entry.ts'
import type { Actions, PageServerLoad } from './$types'
import { refusedCheck } from './refusal.ts'

export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event)
	const { country } = event.locals.workspace
	return read(scope, async (reader) => {
		const profile = await ownProfile(reader)
		const checks = await pendingChecks(reader)
		const sessions = await ownSessions(reader)
		const { password, passkey } = event.locals.workspace.settings.signIn
		const [latest] = await dataExportsOf(reader, scope.contactId)
		const erasure = await lastErasure(reader, scope.contactId)
		return {
			password: password ? { setAt: await passwordSetAt(reader) } : null,
			passkeys: passkey ? (await listPasskeys(reader)).length : null,
			people: scope.mayInvite ? peopleRow((await ownDelegates(reader)).length) : null,
			profile: { ...profile, phone: profile.phone && formatPhone(profile.phone, country, profile.phoneExtension) },
			checks: checks.map(({ channel, address, refusal, wait }) => ({
				channel,
				dead: refusal !== null,
				wait,
				shown: channel === 'sms' ? formatPhone(address, country) : address,
			})),
			sessions: sessions.map(({ id, userAgent, ip, method, lastSeenAt }) => ({
				id,
				method,
				device: deviceName(userAgent),
				ip,
				lastSeenAt,
				here: id === event.locals.person?.sessionId,
			})),
			latest: latest ?? null,
			erasure: erasure && { status: erasure.status, createdAt: erasure.createdAt },
			locales: [...locales],
			done: event.url.searchParams.get('done'),
			ended: Number(event.url.searchParams.get('n') ?? 0),
		}
	})
}

/** The way to those whom it has let in. The words come along, so that who may not let anybody in need not load them. */
function peopleRow(count: number) {
	const meta = count > 0 ? m.access_people_row({ count }) : m.access_people_row_none()
	return { heading: m.access_people(), title: m.access_people_title(), meta }
}

/** `email` or `sms` of a form's hidden field; a form of ours has no other. */
function channelOf(value: string | undefined): 'email' | 'sms' {
	return value === 'email' || value === 'sms' ? value : error(400)
}

export const actions: Actions = {
	save: async (event) => {
		const scope = gate.client(event)
		const { values } = await fieldsOf(event.request)
		const { firstName, lastName, email, phone, language } = values
		const typed = { firstName, lastName, email, phone, language, marketingOptIn: values.marketingOptIn === 'on' }
		const input = profileInput(event.locals.workspace.country).safeParse(typed)
		if (!input.success) return refuse(event.locals.locale, codesOf(input.error), values)
		const saved = await changeProfile(scope, input.data)
		if (!saved.ok) return tooOften(event, saved.retryAfter, { values })
		redirect(303, saved.checks.length > 0 ? '/profile?done=check' : '/profile?done=saved')
	},
	confirm: async (event) => {
		const scope = gate.client(event)
		const { values } = await fieldsOf(event.request)
		const channel = channelOf(values.channel)
		const code = codeShape.safeParse(values.code ?? '')
		if (!code.success) return refusedCheck(channel, values.code ?? '', { error: m.access_code_shape() })
		const result = await confirmCheck(scope, channel, code.data)
		if (!result.ok) return refusedCheck(channel, values.code ?? '', result)
		redirect(303, `/profile?done=confirmed-${channel}`)
	},
	again: async (event) => {
		const scope = gate.client(event)
		const { values } = await fieldsOf(event.request)
		const result = await resendCheck(scope, channelOf(values.channel))
		if (result?.ok === false) return tooOften(event, result.retryAfter, {})
		redirect(303, '/profile?done=check')
	},
	cancel: async (event) => {
		const scope = gate.client(event)
		const { values } = await fieldsOf(event.request)
		await cancelCheck(scope, channelOf(values.channel))
		redirect(303, '/profile?done=cancelled')
	},
	end: async (event) => {
		const scope = gate.client(event)
		const { values } = await fieldsOf(event.request)
		await endSession(scope.workspaceId, values.session ?? '', { type: 'contact', id: scope.contactId })
		redirect(303, '/profile?done=ended')
	},
	gather: async (event) => {
		const scope = gate.client(event)
		const asked = await askForData(scope, scope.contactId)
		if (!asked.ok && asked.reason === 'tooMany') return tooOften(event, asked.retryAfter, {})
		redirect(303, '/profile#data')
	},
	forget: async (event) => {
		const scope = gate.client(event)
		const { values } = await fieldsOf(event.request)
		if (values.sure !== 'on') return fail(422, { unsure: true })
		await askForErasure(scope)
		redirect(303, '/profile#data')
	},
	endOthers: async (event) => {
		const scope = gate.client(event)
		const count = await endOtherSessions(scope, event.locals.person?.sessionId ?? '')
		redirect(303, `/profile?done=ended-others&n=${count}`)
	},
}
