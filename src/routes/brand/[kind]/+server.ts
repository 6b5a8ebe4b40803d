import { Readable } from 'node:stream'
import { error } from '@sveltejs/kit'
import { iconOf } from '#features/workspaces/rules.ts'
import { theApp } from '#platform/app/app.ts'
import * as gate from '../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** The company's pictures, for everybody: the sign-in page and mails show them. Their addresses carry the content's key. */
export const GET: RequestHandler = async (event) => {
	gate.anybody(event)
	const { workspace } = event.locals
	if (event.params.kind === 'icon') return picture(iconOf(workspace), 'image/svg+xml', 'public, max-age=3600')
	const keys: Record<string, string | null> = {
		'logo-light': workspace.logoLightKey,
		'logo-dark': workspace.logoDarkKey,
	}
	const key = keys[event.params.kind]
	const file = key ? await theApp().storage.get(key) : null
	if (!file) error(404)
	return picture(Readable.toWeb(file) as ReadableStream, 'image/png', 'public, max-age=31536000, immutable')
}

function picture(body: string | ReadableStream, type: string, keep: string): Response {
	return new Response(body, { headers: { 'content-type': type, 'cache-control': keep } })
}
