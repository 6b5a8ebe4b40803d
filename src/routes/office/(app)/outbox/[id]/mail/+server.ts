import { error } from '@sveltejs/kit'
import { writtenMail } from '#features/notifications/messages/rendering.ts'
import { findDelivery } from '#features/notifications/outbox/reads.ts'
import { secretsReadable } from '#features/notifications/outbox/rules.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** A mail's HTML as its recipient gets it, for the frame on the message's page: it may draw itself and nothing else. */
const policy =
	"default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: data:; frame-ancestors 'self'; sandbox"

export const GET: RequestHandler = async (event) => {
	const scope = gate.staff(event)
	const found = await read(scope, (reader) => findDelivery(reader, event.params.id))
	if (!found?.payload || found.channel !== 'email') error(404)
	const { html } = writtenMail(found, event.locals.workspace, { hide: !secretsReadable(found) })
	return new Response(html, {
		headers: {
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy': policy,
			'referrer-policy': 'no-referrer',
		},
	})
}
