import { m } from '#messages'
import { toast } from '#ui/toasts.svelte.ts'
import type { ChangeAnswer } from './answer.ts'

const said: Record<string, (inputs: { count: number }) => string> = {
	share: m.documents_did_share,
	unshare: m.documents_did_unshare,
	move: m.documents_did_move,
	remove: m.documents_did_remove,
	restore: m.documents_did_restore,
	upload: m.documents_did_upload,
}

/** What was done, in words. */
export function saying(what: string, count: number): string {
	return count === 0 ? m.documents_did_nothing() : (said[what]?.({ count }) ?? m.documents_saved())
}

/** Sends a change (`/office/documents/changes?what=…`), says what came of it, and offers to undo a removal. */
export async function sendChange(address: string, form: FormData, after: () => Promise<void>): Promise<void> {
	const what = new URL(address, location.href).searchParams.get('what') ?? ''
	const answer = await ask(address, form)
	if (answer.ok) await after()
	if (!answer.ok) toast(answer.text)
	else if (what === 'remove' && answer.ids.length > 0) {
		toast(saying(what, answer.ids.length), { label: m.documents_undo(), run: () => restore(answer.ids, after) })
	} else toast(saying(what, answer.ids.length))
}

function restore(ids: string[], after: () => Promise<void>): Promise<void> {
	const form = new FormData()
	for (const id of ids) form.append('id', id)
	return sendChange('/office/documents/changes?what=restore', form, after)
}

async function ask(address: string, form: FormData): Promise<ChangeAnswer> {
	try {
		const body = new URLSearchParams([...form].map(([name, value]) => [name, String(value)]))
		const response = await fetch(address, { method: 'POST', headers: { accept: 'application/json' }, body })
		if (response.redirected) return { ok: false, text: m.documents_signed_out() }
		if (response.ok) return (await response.json()) as ChangeAnswer
	} catch {
		// The line is cut, or the answer is not ours.
	}
	return { ok: false, text: m.documents_failed() }
}
