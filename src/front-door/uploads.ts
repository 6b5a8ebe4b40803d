import type { IncomingMessage } from 'node:http'
import { json, type RequestEvent, redirect } from '@sveltejs/kit'
import type { UploadAnswer } from '#features/documents/components/answer.ts'
import { uploadCode } from '#features/documents/rules.ts'
import { uploadFieldNames } from '#features/documents/schema.ts'
import type { UploadOutcome } from '#features/documents/tables.ts'
import type { Stored } from '#features/documents/writes.ts'
import { m } from '#messages'
import { errorText } from '#platform/api/error-text.ts'
import { readMultipart } from '#platform/files/multipart.ts'

type Event = Pick<RequestEvent, 'request' | 'locals'>

/** Where a browser without scripts goes on: after success, or back to the form with what was typed. */
export interface Ways {
	done: (stored: number) => string
	form: string
}

/** Answers an upload: as JSON for the page's own script, else by leading on. */
export async function answerUpload(
	{ request, locals, platform }: Event & Pick<RequestEvent, 'platform'>,
	stored: Stored,
	ways: Ways,
): Promise<Response> {
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
	const unread = code === 'upload_too_large' && platform
	const fields = unread ? await typedBeforeFiles(platform.req) : stored.fields
	redirect(303, `${ways.form}?${new URLSearchParams({ ...fields, refused: code, name })}`)
}

/** The fields of a form stand before its files, within so many bytes. */
const headBytes = 16 * 1024

/**
 * What was typed beside files that are more than the server reads of one request: of that one a page gets nothing at all.
 * Its first bytes are read here, and the rest is left to the server to throw away.
 */
async function typedBeforeFiles(request: IncomingMessage): Promise<Record<string, string>> {
	const pieces: Buffer[] = []
	let size = 0
	for await (const piece of request.iterator({ destroyOnReturn: false })) {
		pieces.push(piece)
		size += piece.length
		if (size >= headBytes) break
	}
	const headers = { 'content-type': request.headers['content-type'] ?? '' }
	const head = new Request('http://head.invalid', { method: 'POST', headers, body: Buffer.concat(pieces) })
	const typed: Record<string, string> = {}
	await readMultipart(head, {
		maxFiles: 1,
		fields: uploadFieldNames,
		fieldBytes: 1000,
		onField: (name, value) => {
			typed[name] = value
		},
		onFile: async ({ content }) => {
			for await (const _ of content);
		},
	}).catch(() => {})
	return typed
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
