import { error, fail, redirect } from '@sveltejs/kit'
import { openPayload } from '#features/notifications/messages/payload.ts'
import { writtenMail, writtenSms } from '#features/notifications/messages/rendering.ts'
import { findDelivery } from '#features/notifications/outbox/reads.ts'
import { mayResend, secretsReadable, shownRecipient } from '#features/notifications/outbox/rules.ts'
import { resendDelivery } from '#features/notifications/resends/writes.ts'
import { m } from '#messages'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.staff(event)
	const found = (await read(scope, (reader) => findDelivery(reader, event.params.id))) ?? error(404)
	const { workspace } = event.locals
	const { payload, ...delivery } = found
	const readable = secretsReadable(found)
	const hide = !readable
	const values = payload ? openPayload(found).values : {}
	const text = (name: string) => (readable && typeof values[name] === 'string' ? values[name] : null)
	const mail = payload && found.channel === 'email' ? writtenMail(found, workspace, { hide }) : null
	return {
		delivery,
		shown: shownRecipient(delivery, workspace.country),
		mail: mail && { subject: mail.subject, text: mail.text },
		sms: payload && found.channel === 'sms' ? writtenSms(found, workspace, { hide }) : null,
		wiped: payload === null,
		hidden: hide && payload !== null,
		code: text('code'),
		link: text('link'),
		mayResend: mayResend(found),
		resent: event.url.searchParams.has('resent'),
	}
}

export const actions: Actions = {
	resend: async (event) => {
		const scope = gate.staff(event)
		const result = await resendDelivery(scope, event.params.id)
		if (!result.ok) return fail(409, { refused: m.notifications_not_resent({ reason: result.reason }) })
		redirect(303, `/office/outbox/${event.params.id}?resent`)
	},
}
