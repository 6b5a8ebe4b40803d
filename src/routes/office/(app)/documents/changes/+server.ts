import { error, json, redirect } from '@sveltejs/kit'
import type { ChangeAnswer } from '#features/documents/components/answer.ts'
import { moveDocuments, removeDocuments, restoreDocuments, shareDocuments } from '#features/documents/keeping/writes.ts'
import { folders } from '#features/documents/rules.ts'
import type { StaffScope } from '#platform/scope/scope.ts'
import { fieldsOf, safeNext } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

const most = 500

const changes: Record<string, (scope: StaffScope, ids: string[], folder: string) => Promise<{ id: string }[]>> = {
	share: (scope, ids) => shareDocuments(scope, ids, true),
	unshare: (scope, ids) => shareDocuments(scope, ids, false),
	remove: removeDocuments,
	restore: restoreDocuments,
	move: async (scope, ids, folder) => {
		const to = folders.find((code) => code === folder)
		return to ? moveDocuments(scope, ids, to) : []
	},
}

/** `?what=` to the document of `?id=`, or to all that are ticked in the form. */
export const POST: RequestHandler = async (event) => {
	const scope = gate.staff(event)
	const { searchParams } = event.url
	const what = searchParams.get('what') ?? ''
	const change = Object.hasOwn(changes, what) ? changes[what] : undefined
	if (!change) error(400)
	const { form } = await fieldsOf(event.request)
	const one = searchParams.getAll('id')
	const ids = (one.length > 0 ? one : form.getAll('id').map(String)).slice(0, most)
	const changed = await change(scope, ids, String(form.get('folder') ?? ''))
	const done = changed.map(({ id }) => id)
	if (event.request.headers.get('accept')?.includes('application/json')) {
		return json({ ok: true, ids: done } satisfies ChangeAnswer)
	}
	const next = new URL(safeNext(String(form.get('next') ?? ''), '/office/documents'), event.url)
	next.searchParams.set('did', what)
	next.searchParams.set('ids', done.join(','))
	redirect(303, next.pathname + next.search + next.hash)
}
