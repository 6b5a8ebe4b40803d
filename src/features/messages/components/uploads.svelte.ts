import type { AttachmentView } from '../schema.ts'
import type { FilesTaken } from './wire.ts'

/** A file on its way up, or there. */
export interface Uploading {
	key: string
	name: string
	sent: number
	total: number
	/** Why it was not taken: a code, or `cut` when the line broke. */
	problem: string | null
	file: AttachmentView | null
}

/** The files of a message that is being written. Each goes up by itself, so that one refused keeps the others. */
export class Uploads {
	list: Uploading[] = $state([])
	readonly address: string
	#running = new Map<string, XMLHttpRequest>()

	constructor(address: string) {
		this.address = address
	}

	get busy(): boolean {
		return this.list.some((one) => one.file === null && one.problem === null)
	}

	/** How many are there. */
	get ready(): number {
		return this.list.filter((one) => one.file !== null).length
	}

	add(files: File[]): void {
		for (const file of files) {
			const key = crypto.randomUUID()
			this.list.push({ key, name: file.name, sent: 0, total: file.size, problem: null, file: null })
			this.#start(key, file)
		}
	}

	remove(key: string): void {
		this.#running.get(key)?.abort()
		this.#running.delete(key)
		this.list = this.list.filter((one) => one.key !== key)
	}

	/** The files that are there, taken for a message; refused ones stay until they are removed. */
	take(): AttachmentView[] {
		const there = this.list.flatMap((one) => (one.file ? [one.file] : []))
		this.list = this.list.filter((one) => one.file === null)
		return there
	}

	/** Files of a message that was not sent come back. */
	giveBack(files: AttachmentView[]): void {
		for (const file of files) {
			this.list.push({ key: file.id, name: file.title, sent: file.size, total: file.size, problem: null, file })
		}
	}

	/** By XMLHttpRequest: `fetch` does not tell how much is gone. */
	#start(key: string, file: File): void {
		const form = new FormData()
		form.set('file', file)
		const request = new XMLHttpRequest()
		this.#running.set(key, request)
		request.open('POST', this.address)
		request.setRequestHeader('accept', 'application/json')
		request.upload.addEventListener('progress', ({ loaded, total }) => this.#change(key, { sent: loaded, total }))
		request.addEventListener('loadend', () => {
			this.#running.delete(key)
			this.#change(key, outcome(request))
		})
		request.send(form)
	}

	#change(key: string, change: Partial<Uploading>): void {
		this.list = this.list.map((one) => (one.key === key ? { ...one, ...change } : one))
	}
}

function outcome(request: XMLHttpRequest): Partial<Uploading> {
	if (request.status === 413) return { problem: 'tooLarge' }
	try {
		const taken = JSON.parse(request.responseText) as FilesTaken
		if (!taken.ok) return { problem: taken.reason }
		return taken.files[0] ? { file: taken.files[0] } : { problem: 'cut' }
	} catch {
		return { problem: 'cut' }
	}
}
