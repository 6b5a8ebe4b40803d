import { json, type RequestEvent, redirect } from '@sveltejs/kit'
import type { UploadAnswer } from '#features/documents/components/answer.ts'
import { uploadCode } from '#features/documents/rules.ts'
import type { Stored } from '#features/documents/writes.ts'
import { errorText } from '#platform/api/error-text.ts'

type Event = Pick<RequestEvent, 'request' | 'locals'>

/** Where a browser without scripts goes on: after success, or back to the form with what was typed. */
export interface Ways {
	done: (stored: number) => string
	form: string
}

/** Answers an upload: as JSON for the page's own script, else by leading on. */
export function answerUpload({ request, locals }: Event, stored: Stored, ways: Ways): Response {
	const scripted = request.headers.get('accept')?.includes('application/json')
	if (stored.ok) {
		const { documents } = stored
		if (scripted) return json({ ok: true, ids: documents.map(({ id }) => id) } satisfies UploadAnswer)
		redirect(303, ways.done(documents.length))
	}
	const code = codeOf(stored)
	const name = 'filename' in stored ? (stored.filename ?? '') : ''
	if (scripted) {
		const status = code.endsWith('_too_large') ? 413 : 422
		return json({ ok: false, code, text: errorText(code, locals.locale) } satisfies UploadAnswer, { status })
	}
	redirect(303, `${ways.form}?${new URLSearchParams({ ...stored.fields, refused: code, name })}`)
}

/** Refuses before anything is read: this reader has sent too much of late. */
export function tooOften({ request, locals }: Event, form: string): Response {
	const code = 'uploads_too_many'
	if (request.headers.get('accept')?.includes('application/json')) {
		return json({ ok: false, code, text: errorText(code, locals.locale) } satisfies UploadAnswer, { status: 429 })
	}
	redirect(303, `${form}?refused=${code}`)
}

function codeOf(stored: Exclude<Stored, { ok: true }>): string {
	if (stored.reason === 'unknown') return 'document_unknown'
	return stored.reason === 'invalid' ? (stored.errors[0]?.code ?? 'required') : uploadCode(stored)
}
