import { json, type RequestEvent, redirect } from '@sveltejs/kit'
import type { UploadAnswer } from '#features/documents/components/answer.ts'
import { uploadCode } from '#features/documents/rules.ts'
import type { UploadOutcome } from '#features/documents/tables.ts'
import type { Stored } from '#features/documents/writes.ts'
import { m } from '#messages'
import { errorText } from '#platform/api/error-text.ts'

type Event = Pick<RequestEvent, 'request' | 'locals'>

/** Where a browser without scripts goes on: after success, or back to the form with what was typed. */
export interface Ways {
	done: (stored: number) => string
	form: string
	/** What the form's address says of it, for a body that was refused before it was read. */
	known?: URLSearchParams
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
	redirect(
		303,
		`${ways.form}?${new URLSearchParams({ ...Object.fromEntries(ways.known ?? []), ...stored.fields, refused: code, name })}`,
	)
}

/** Answers what became of files that were sent in parts before. */
export function answerStaged(
	{ locals }: Pick<Event, 'locals'>,
	outcome: UploadOutcome & { filename?: string | null },
): Response {
	if (outcome.ok) return json(outcome satisfies UploadAnswer)
	const { code, filename } = outcome
	const problem = errorText(code, locals.locale)
	const text = filename ? m.documents_refused_file({ name: filename, problem }, { locale: locals.locale }) : problem
	return json({ ok: false, code, text } satisfies UploadAnswer, { status: 422 })
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
