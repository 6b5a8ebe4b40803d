import { sampleMail } from '#features/notifications/messages/rendering.ts'
import { parseBrandColor } from '#ui/brand/palette.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

const policy =
	"default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: data:; frame-ancestors 'self'; sandbox"

/** A mail in a color that is only being tried (`?color=`), for the preview. */
export const GET: RequestHandler = (event) => {
	gate.manager(event)
	const { workspace, locale } = event.locals
	const brandColor = parseBrandColor(event.url.searchParams.get('color') ?? '') ?? workspace.brandColor
	return new Response(sampleMail({ ...workspace, brandColor }, locale), {
		headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy },
	})
}
