import { m } from '#messages'
import type { UploadAnswer } from './answer.ts'

/** A file on its way up, or there, or refused. */
export interface Sending {
	key: number
	file: File
	sent: number
	/** In the reader's language. */
	problem: string | null
	/** Of one with a problem: the same file may go through another time. */
	again: boolean
	/** False while it waits to be sent. */
	going: boolean
	done: boolean
	/** What the server calls it, once it is there. */
	ids: string[]
}

const atOnce = 2
/** Files larger than this go in parts of this size, so that a cut line costs no more than one. */
const partBytes = 4 * 1024 * 1024
/** As the server has it (platform/files/upload.ts): a larger file need not be sent to be refused. */
const largest = 50 * 1024 * 1024

/** Files going up, each by itself: one that is refused keeps no other. */
export class Uploads {
	list: Sending[] = $state([])
	readonly #address: string
	readonly #fields: (file: File) => Record<string, string>
	readonly #settled: (ids: string[]) => void
	/** Where files can go in parts. */
	readonly #parts: string | null
	/** Small files go there too. */
	readonly #always: boolean
	/** What stops each that is on its way. */
	readonly #running = new Map<number, { abort(): unknown }>()
	#last = 0
	#ids: string[] = []

	/** `fields` are asked for when a file's turn comes; `settled` is called when the last one is through. */
	constructor(
		address: string,
		fields: (file: File) => Record<string, string>,
		settled: (ids: string[]) => void,
		{ parts = null, always = false }: { parts?: string | null; always?: boolean } = {},
	) {
		this.#address = address
		this.#parts = parts
		this.#always = always
		this.#fields = fields
		this.#settled = settled
	}

	get busy(): boolean {
		return this.list.some((one) => one.going && !one.done && one.problem === null)
	}

	/** Takes files, and sends them at once or, with `wait`, when `send` is called. */
	add(files: File[], { wait = false } = {}): void {
		for (const file of files) {
			const problem = problemOf(file)
			this.list.push({ key: ++this.#last, file, sent: 0, problem, again: false, going: !wait, done: false, ids: [] })
		}
		this.#next()
	}

	/** Sends what waits; false when nothing does. */
	send(): boolean {
		const waiting = this.list.filter((one) => !one.going && one.problem === null)
		for (const { key } of waiting) this.#change(key, { going: true })
		this.#next()
		return waiting.length > 0
	}

	retry(key: number): void {
		this.#change(key, { problem: null, sent: 0, going: true })
		this.#next()
	}

	/** Stops what is on its way, and takes it off the list. */
	remove(key: number): void {
		this.list = this.list.filter((one) => one.key !== key)
		this.#running.get(key)?.abort()
		this.#running.delete(key)
		this.#next()
	}

	/** Puts a file one place further to the front (-1) or to the back (1). */
	move(key: number, by: -1 | 1): void {
		const from = this.list.findIndex((one) => one.key === key)
		const [one, other] = [this.list[from], this.list[from + by]]
		if (one && other) this.list = this.list.with(from, other).with(from + by, one)
	}

	/** Forgets what was refused, as other files are chosen in its place. */
	clearRefused(): void {
		this.list = this.list.filter((one) => one.problem === null)
	}

	clearDone(): void {
		this.list = this.list.filter((one) => !one.done)
	}

	#next(): void {
		for (const one of this.list) {
			if (this.#running.size >= atOnce) return
			if (one.going && !one.done && one.problem === null && !this.#running.has(one.key)) {
				if (this.#parts && (this.#always || one.file.size > partBytes)) void this.#startInParts(one, this.#parts)
				else this.#start(one)
			}
		}
		if (this.#running.size > 0 || this.#ids.length === 0) return
		const ids = this.#ids
		this.#ids = []
		this.#settled(ids)
	}

	/** By XMLHttpRequest: `fetch` does not tell how much is gone. */
	#start({ key, file }: Sending): void {
		const form = new FormData()
		for (const [name, value] of Object.entries(this.#fields(file))) form.set(name, value)
		form.set('file', file)
		const request = new XMLHttpRequest()
		this.#running.set(key, request)
		request.open('POST', this.#address)
		request.setRequestHeader('accept', 'application/json')
		request.upload.addEventListener('progress', ({ loaded }) =>
			this.#change(key, { sent: Math.min(loaded, file.size) }),
		)
		request.addEventListener('loadend', () => {
			this.#end(key, file, read(request))
		})
		request.send(form)
	}

	/** By the tus protocol; goes on by itself after a cut, and after a reload when the same file is chosen again. */
	async #startInParts({ key, file }: Sending, endpoint: string): Promise<void> {
		let wanted = true
		this.#running.set(key, { abort: () => (wanted = false) })
		const parts = await import('./parts.ts').catch(() => null)
		if (!wanted) return
		if (!parts) return this.#end(key, file, { ok: false, code: '', text: m.errors_upload_cut() })
		const metadata = { filename: file.name, ...this.#fields(file) }
		const onProgress = (sent: number) => this.#change(key, { sent })
		const upload = parts.inParts(file, { endpoint, chunkSize: partBytes, metadata, onProgress })
		this.#running.set(key, upload)
		this.#end(key, file, await upload.answer)
	}

	#end(key: number, file: File, answer: UploadAnswer): void {
		this.#running.delete(key)
		if (answer.ok) this.#ids.push(...answer.ids)
		this.#change(
			key,
			answer.ok
				? { done: true, sent: file.size, ids: answer.ids }
				: { problem: answer.text, again: !aboutFile(answer.code) },
		)
		this.#next()
	}

	#change(key: number, change: Partial<Sending>): void {
		this.list = this.list.map((one) => (one.key === key ? { ...one, ...change } : one))
	}
}

/** What need not be sent to be refused. */
function problemOf({ name, size, type }: File): string | null {
	if (/\.(heic|heif|hif)$/i.test(name) || /^image\/hei[cf]/.test(type)) return m.errors_file_heic()
	if (size > largest) return m.errors_file_too_large()
	return size === 0 ? m.errors_file_empty() : null
}

/** What the server finds wrong with a file it finds wrong again. */
const aboutFile = (code: string) => code.startsWith('file_')

function read(request: XMLHttpRequest): UploadAnswer {
	const failed = (text: string): UploadAnswer => ({ ok: false, code: '', text })
	if (request.status === 0) return failed(m.errors_upload_cut())
	if (request.responseURL.includes('/sign-in')) return failed(m.documents_signed_out())
	try {
		const answer = JSON.parse(request.responseText) as Partial<UploadAnswer>
		if (answer.ok === true || (answer.ok === false && answer.text)) return answer as UploadAnswer
	} catch {
		// Not ours: a proxy's page, or half an answer.
	}
	return failed(m.documents_failed())
}
