import { Readable } from 'node:stream'
import { error } from '@sveltejs/kit'
import { draw } from '#features/workspaces/drawings/rules.ts'
import { iconPicture } from '#features/workspaces/icons/reads.ts'
import { isIconForm } from '#features/workspaces/icons/rules.ts'
import { drawings } from '#features/workspaces/schema.ts'
import { theApp } from '#platform/app/app.ts'
import * as gate from '../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** The company's pictures, for everybody: the sign-in page and mails show them. Their addresses carry what they are made of. */
export const GET: RequestHandler = async (event) => {
	gate.anybody(event)
	const { workspace } = event.locals
	const { kind } = event.params
	const forGood = 'public, max-age=31536000, immutable'
	if (isIconForm(kind)) {
		const { bytes, type } = await iconPicture(workspace, kind)
		return picture(new Uint8Array(bytes), type, event.url.searchParams.has('v') ? forGood : 'public, max-age=3600')
	}
	const drawing = drawings.find((one) => kind === `drawing-${one}`)
	if (drawing && drawing !== 'none') {
		return picture(draw(drawing, workspace.workspaceId), 'image/svg+xml', 'public, max-age=86400')
	}
	const keys: Record<string, string | null> = {
		'logo-light': workspace.logoLightKey,
		'logo-dark': workspace.logoDarkKey,
	}
	const key = keys[kind]
	const file = key ? await theApp().storage.get(key) : null
	if (!file) error(404)
	return picture(Readable.toWeb(file) as ReadableStream, 'image/png', forGood)
}

function picture(body: BodyInit, type: string, keep: string): Response {
	return new Response(body, { headers: { 'content-type': type, 'cache-control': keep } })
}
