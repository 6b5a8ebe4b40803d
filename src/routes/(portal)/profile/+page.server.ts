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
import { formatDate, formatWhen } from '#platform/i18n/format.ts'
import { codesOf, fieldsOf, refuse } from '../../../front-door/form.ts'
import * as gate from '../../../front-door/gate.ts'
import { tooOften } from '../../../front-door/portal-entry.ts'
import type { Actions, PageServerLoad } from './$types'
import { refusedCheck } from './refusal.ts'

/** Its words come with the data where few of them are shown, so that nobody loads all the others. */
export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event)
	const { country, timeZone } = event.locals.workspace
	const place = { locale: event.locals.locale, timeZone }
	return read(scope, async (reader) => {
		const profile = await ownProfile(reader)
		const checks = await pendingChecks(reader)
		const sessions = await ownSessions(reader)
		const { password, passkey } = event.locals.workspace.settings.signIn
		const [latest] = await dataExportsOf(reader, scope.contactId)
		const erasure = await lastErasure(reader, scope.contactId)
		return {
			password: password ? passwordMeta(await passwordSetAt(reader), place) : null,
			passkeys: passkey ? passkeysMeta((await listPasskeys(reader)).length) : null,
			people: scope.mayInvite ? peopleRow((await ownDelegates(reader)).length) : null,
			profile: { ...profile, phone: profile.phone && formatPhone(profile.phone, country, profile.phoneExtension) },
			checks: checks.map(({ channel, address, refusal, wait }) => ({
				channel,
				dead: refusal !== null,
				wait,
				shown: channel === 'sms' ? formatPhone(address, country) : address,
			})),
			sessions: sessions.map((session) => ({
				id: session.id,
				device: deviceName(session.userAgent) || m.access_session_unknown(),
				meta: sessionMeta(session, place),
				here: session.id === event.locals.person?.sessionId,
			})),
			latest: latest ?? null,
			privacy: {
				own: m.privacy_own_text({ company: event.locals.workspace.name }, place),
				forget: m.privacy_forget_text({ company: event.locals.workspace.name }, place),
			},
			erasure: erasure && { status: erasure.status, createdAt: erasure.createdAt },
			locales: [...locales],
			news: newsOf(event.url.searchParams.get('done'), Number(event.url.searchParams.get('n') ?? 0)),
		}
	})
}

/** What has just been done, as `?done=` says. */
function newsOf(done: string | null, ended: number): string | null {
	const news: Record<string, () => string> = {
		saved: m.access_saved,
		check: m.access_check_sent,
		cancelled: m.access_check_cancelled,
		'confirmed-email': m.access_confirmed_email,
		'confirmed-sms': m.access_confirmed_sms,
		ended: m.access_session_ended,
		'ended-others': () => m.access_sessions_ended({ count: ended }),
		password: m.access_password_saved,
		'password-removed': m.access_password_removed,
	}
	return done && Object.hasOwn(news, done) ? (news[done]?.() ?? null) : null
}

type Place = Parameters<typeof formatWhen>[1]

function passwordMeta(setAt: Date | null, place: Place): string {
	return setAt ? m.access_password_since({ date: formatDate(setAt, place) }) : m.access_password_none()
}

function passkeysMeta(count: number): string {
	return count > 0 ? m.access_passkeys_count({ count }) : m.access_passkeys_none()
}

function sessionMeta(
	{ ip, method, lastSeenAt }: Awaited<ReturnType<typeof ownSessions>>[number],
	place: Place,
): string {
	const when = formatWhen(lastSeenAt, place)
	const used = ip ? m.access_session_meta_ip({ when, ip }) : m.access_session_meta({ when })
	return [used, m.access_session_method({ method })].filter(Boolean).join(' · ')
}

/** The way to those whom it has let in. */
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
