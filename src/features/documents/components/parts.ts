import { DetailedError, Upload } from 'tus-js-client'
import { m } from '#messages'
import type { UploadAnswer } from './answer.ts'

interface Options {
	/** Where uploads are begun. */
	endpoint: string
	/** Bytes of one part. */
	chunkSize: number
	/** The file's name and the fields of the form. */
	metadata: Record<string, string>
	onProgress: (sent: number) => void
}

/** How long to wait before each new try; progress starts the row anew. A phone is in a tunnel for half a minute. */
const retryDelays = [0, 1000, 2000, 4000, 8000, 16_000, 30_000]

/** Sends a file in parts. `answer` comes in any case, but not after `abort`. */
export function inParts(file: File, { endpoint, chunkSize, metadata, onProgress }: Options) {
	let upload: Upload | undefined
	let stopped = false
	const answer = new Promise<UploadAnswer>((done) => {
		const ended = (text: string) => done({ ok: false, code: '', text })
		upload = new Upload(file, {
			endpoint,
			chunkSize,
			metadata,
			retryDelays,
			// While the browser knows of no line, too: it may be back at the next try.
			onShouldRetry: (error) => !isRefused(statusOf(error)),
			removeFingerprintOnSuccess: true,
			// What else goes with the file is part of what is begun: the same file elsewhere is another upload.
			fingerprint: async () => JSON.stringify([endpoint, file.name, file.size, file.lastModified, metadata]),
			onProgress: (sent) => onProgress(sent),
			onSuccess: () => void outcome(upload?.url ?? '').then(done),
			onError: (error) => ended(problemOf(error)),
		})
		void begin(upload, () => stopped)
	})
	return {
		answer,
		abort: () => {
			stopped = true
			return upload?.abort(true)
		},
	}
}

async function begin(upload: Upload, isStopped: () => boolean): Promise<void> {
	const [earlier] = await upload.findPreviousUploads()
	if (earlier) upload.resumeFromPreviousUpload(earlier)
	if (!isStopped()) upload.start()
}

async function outcome(url: string): Promise<UploadAnswer> {
	for (const wait of retryDelays) {
		await new Promise((over) => setTimeout(over, wait))
		const response = await fetch(url).catch(() => null)
		if (response?.ok && !response.redirected) return (await response.json()) as UploadAnswer
		if (response && response.status < 500) break
	}
	return { ok: false, code: '', text: m.documents_failed() }
}

function statusOf(error: Error | DetailedError): number {
	return (error instanceof DetailedError && error.originalResponse?.getStatus()) || 0
}

/** What asking again does not change; 409 and 423 say that another request is still at it. */
function isRefused(status: number): boolean {
	return status >= 400 && status < 500 && status !== 409 && status !== 423
}

function problemOf(error: Error | DetailedError): string {
	const status = statusOf(error)
	if (!status) return m.errors_upload_cut()
	return status === 413 ? m.errors_file_too_large() : m.documents_failed()
}
