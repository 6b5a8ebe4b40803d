import { m } from '#messages'
import type { UploadAnswer } from './answer.ts'

/** Says in which order files that were sent in parts belong together. Asked again it is sent once: the server knows these files. */
export async function deliver(action: string, ids: string[]): Promise<UploadAnswer> {
	const lost: UploadAnswer = { ok: false, code: '', text: m.errors_upload_cut() }
	const headers = { 'content-type': 'application/json', accept: 'application/json' }
	const body = JSON.stringify({ uploads: ids })
	for (const wait of [0, 1500, 4000]) {
		await new Promise((over) => setTimeout(over, wait))
		const response = await fetch(action, { method: 'POST', headers, body }).catch(() => null)
		if (response?.redirected) return { ok: false, code: '', text: m.documents_signed_out() }
		if (response && response.status < 500)
			return response.json().catch(() => ({ ok: false, code: '', text: m.documents_failed() }))
	}
	return lost
}
