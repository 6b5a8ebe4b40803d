import { error } from '@sveltejs/kit'
import { noteKeyword, noteStatus } from '#features/notifications/callbacks/writes.ts'
import { theApp, workspaceUrl } from '#platform/app/app.ts'
import { isSignedByTwilio, readInbound, readStatus } from '#vendors/twilio/webhook.ts'
import * as gate from '../../../front-door/gate.ts'
import { hookScope } from '../../../front-door/hooks.ts'
import type { RequestHandler } from './$types'

const noReply = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

/** What Twilio tells of our text messages (`?d=` names the delivery), and what people answer to them. */
export const POST: RequestHandler = async (event) => {
	gate.anybody(event)
	const { twilio, baseUrl } = theApp().config
	if (!twilio) error(404)
	const { pathname, search, searchParams } = event.url
	const params = new URLSearchParams(await event.request.text())
	const signature = event.request.headers.get('x-twilio-signature')
	// Signed is the address that Twilio was told, whatever a proxy has made of it.
	const { workspace } = event.locals
	const ours = [workspaceUrl(workspace), workspaceUrl({ ...workspace, customDomain: null }), baseUrl]
	const told = ours.map((origin) => `${origin}${pathname}${search}`)
	if (!told.some((url) => isSignedByTwilio(twilio.authToken, signature, url, params))) error(403)
	const scope = hookScope(event)
	const inbound = readInbound(params)
	if (inbound) {
		await noteKeyword(scope, inbound)
		return new Response(noReply, { headers: { 'content-type': 'text/xml; charset=utf-8' } })
	}
	const status = readStatus(params)
	if (status) await noteStatus(scope, searchParams.get('d') ?? '', status)
	return new Response(null, { status: 204 })
}
