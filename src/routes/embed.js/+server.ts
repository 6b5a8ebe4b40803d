import { embedScript } from '#features/registration/embedding/rules.ts'
import { palette } from '#ui/brand/palette.ts'
import * as gate from '../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** The script that the company's website names: it puts the contact form or a button into the page. */
export const GET: RequestHandler = (event) => {
	gate.anybody(event)
	const { workspace } = event.locals
	const { brandFill, onBrand } = palette(workspace.brandColor).light
	const body = embedScript({
		open: workspace.settings.registration.open,
		fill: brandFill,
		ink: onBrand,
		language: workspace.language,
	})
	return new Response(body, {
		headers: {
			'content-type': 'text/javascript; charset=utf-8',
			'cache-control': 'public, max-age=300',
			'cross-origin-resource-policy': 'cross-origin',
			'access-control-allow-origin': '*',
		},
	})
}
