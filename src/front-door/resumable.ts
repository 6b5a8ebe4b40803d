import { json, type RequestEvent } from '@sveltejs/kit'
import { Server } from '@tus/server'
import type { UploadAnswer } from '#features/documents/components/answer.ts'
import type { UploadOutcome } from '#features/documents/tables.ts'
import { PartStore } from '#features/documents/uploads/resumable/store/writes.ts'
import { type Attach, finishUpload, isThere } from '#features/documents/uploads/resumable/writes.ts'
import { errorText } from '#platform/api/error-text.ts'
import { noteAway } from '#platform/db/away.ts'
import { MAX_FILE_BYTES } from '#platform/files/upload.ts'
import { newId } from '#platform/id/id.ts'
import { log } from '#platform/log/log.ts'
import type { ClientScope, StaffScope } from '#platform/scope/scope.ts'

type Event = Pick<RequestEvent, 'request' | 'locals'> & { params: { id: string } }

interface Ways {
	path: string
	fixed?: Parameters<typeof finishUpload>[2]
	attach?: Attach
	staged?: boolean
}

/**
 * An upload in parts by the tus protocol (https://tus.io/protocols/resumable-upload), of this scope's own. `path` is where
 * the route stands; with `staged` nothing is made of it until somebody says what (`takeStaged`). What became of it is asked for by GET, so that an answer which was lost on the way is none that counts.
 */
export async function resumable(
	{ request, locals, params }: Event,
	scope: ClientScope | StaffScope,
	{ path, fixed, attach, staged = false }: Ways,
): Promise<Response> {
	if (request.method === 'GET') {
		const outcome = staged ? await stagedOutcome(scope, params.id) : await finishUpload(scope, params.id, fixed, attach)
		return outcome ? json(answerOf(outcome, locals.locale)) : new Response(null, { status: 404 })
	}
	const server = new Server({
		path,
		datastore: new PartStore(scope),
		maxSize: MAX_FILE_BYTES,
		relativeLocation: true,
		namingFunction: () => newId('upl'),
		allowedOrigins: [],
		onResponseError: (_, error) => ('status_code' in error ? undefined : failed(error)),
		onUploadFinish: async (_, upload) => {
			if (!staged) await finishUpload(scope, upload.id, fixed, attach)
			return {}
		},
	})
	return server.handleWeb(request)
}

async function stagedOutcome(scope: ClientScope | StaffScope, id: string): Promise<UploadOutcome | null> {
	return (await isThere(scope, id)) ? { ok: true, ids: [id] } : null
}

/** What is no answer of the protocol is a fault of ours: told to the log, and not to whoever sends. */
function failed(error: Error): { status_code: number; body: string } {
	if (noteAway(error)) return { status_code: 503, body: '' }
	log.error({ err: error.stack }, 'an upload in parts failed')
	return { status_code: 500, body: '' }
}

function answerOf(outcome: UploadOutcome, locale: RequestEvent['locals']['locale']): UploadAnswer {
	return outcome.ok ? outcome : { ...outcome, text: errorText(outcome.code, locale) }
}
