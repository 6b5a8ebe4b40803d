import type { Readable } from 'node:stream'
import { cleanFilename } from './filename.ts'
import { readMultipart } from './multipart.ts'
import { HEAD_BYTES, nameFor, type Sniffed, sniff, type TypeRefusal } from './sniff.ts'
import { newKey, type Storage } from './storage.ts'

export const MAX_FILE_BYTES = 50 * 1024 * 1024

export type UploadedFile = {
	/** The form field that carried it. */
	field: string
	key: string
	filename: string
	contentType: string
	size: number
	sha256: string
}

export type UploadProblem = 'tooLarge' | 'tooMany' | 'typeRefused' | 'cut' | 'malformed' | 'empty' | 'infected'

export type Upload =
	| { ok: true; fields: Record<string, string>; files: UploadedFile[] }
	| {
			ok: false
			reason: UploadProblem
			filename: string | null
			type: TypeRefusal | null
			/** What was typed beside the files, as far as it came. */
			fields: Record<string, string>
	  }

export type UploadOptions = {
	storage: Storage
	/** First part of every key, the workspace's id as a rule. */
	prefix: string
	maxFileBytes?: number
	maxFiles?: number
	/** A form without files is taken as well. */
	filesOptional?: boolean
	/** Names of the form's other fields; those not named are dropped. */
	fields?: readonly string[]
	/** Length of one of those fields (default 64 kB). */
	fieldBytes?: number
	/** Looks at a stored file; `false` refuses it. */
	isClean?: (content: Readable) => Promise<boolean>
}

/** An expected end of an upload; travels through the storage's `put` as the body's error. */
class Refused extends Error {
	readonly reason: UploadProblem
	readonly filename: string | null
	readonly type: TypeRefusal | null
	constructor(reason: UploadProblem, filename: string | null = null, type: TypeRefusal | null = null) {
		super(reason)
		this.reason = reason
		this.filename = filename
		this.type = type
	}
}

/**
 * Reads a multipart form from a web request and puts its files into the storage as they arrive; no file is
 * ever whole in memory. Either all files are kept or none: on any problem those already stored are deleted.
 * Throws only when the storage fails.
 */
export async function receiveUpload(request: Request, options: UploadOptions): Promise<Upload> {
	// One place per file in the order sent; several may still be on their way to the storage at a time.
	const places: (UploadedFile | null)[] = []
	const stored = () => places.filter((file) => file !== null)
	const fields = new Map<string, string>()
	try {
		const problem = await readMultipart(request, {
			maxFiles: options.maxFiles ?? 20,
			fields: options.fields ?? [],
			fieldBytes: options.fieldBytes ?? 64 * 1024,
			onField: (name, value) => fields.set(name, value),
			onFile: async (part) => {
				const place = places.push(null) - 1
				places[place] = await receiveFile(part, options)
			},
		})
		if (problem) throw new Refused(problem)
		const files = stored()
		if (files.length === 0 && !options.filesOptional) throw new Refused('empty')
		return { ok: true, fields: Object.fromEntries(fields), files }
	} catch (error) {
		await Promise.all(stored().map((file) => options.storage.delete(file.key)))
		return refusal(error, Object.fromEntries(fields))
	}
}

/** The same for one file that comes without a form. */
export async function receiveFileOf(filename: string, content: Readable, options: UploadOptions): Promise<Upload> {
	try {
		const file = await receiveFile({ field: 'file', filename, content }, options)
		if (!file) throw new Refused('empty')
		return { ok: true, fields: {}, files: [file] }
	} catch (error) {
		return refusal(error, {})
	}
}

function refusal(error: unknown, fields: Record<string, string>): Upload {
	if (!(error instanceof Refused)) throw error
	const { reason, filename, type } = error
	return { ok: false, reason, filename, type, fields }
}

type FilePart = { field: string; filename: string; content: Readable }

async function receiveFile(part: FilePart, options: UploadOptions): Promise<UploadedFile | null> {
	const limit = options.maxFileBytes ?? MAX_FILE_BYTES
	const filename = cleanFilename(part.filename)
	const chunks = part.content[Symbol.asyncIterator]() as AsyncIterator<Buffer>
	const head = await readHead(chunks)
	if (head.length === 0) {
		// A form sent with no file chosen carries a part without name and content.
		if (part.filename === '') return null
		throw new Refused('empty', filename)
	}
	const sniffed = await sniff(head.subarray(0, HEAD_BYTES), filename)
	if (!sniffed.allowed) throw new Refused('typeRefused', filename, sniffed.reason)
	return store(part.field, nameFor(filename, sniffed.extension), sniffed, whole(head, chunks, limit, filename), options)
}

async function store(
	field: string,
	filename: string,
	{ contentType }: Sniffed,
	body: AsyncIterable<Uint8Array>,
	{ storage, prefix, isClean }: UploadOptions,
): Promise<UploadedFile> {
	const key = newKey(prefix)
	const stored = await storage.put(key, body, { contentType })
	if (isClean && !(await scan(storage, key, isClean))) {
		await storage.delete(key)
		throw new Refused('infected', filename)
	}
	return { field, key, filename, contentType, ...stored }
}

async function scan(storage: Storage, key: string, isClean: (content: Readable) => Promise<boolean>) {
	const content = await storage.get(key)
	if (!content) throw new Error('A file vanished between being stored and being scanned')
	return isClean(content).finally(() => content.destroy())
}

async function readHead(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
	const read: Buffer[] = []
	for (let size = 0; size < HEAD_BYTES; ) {
		const { value, done } = await chunks.next()
		if (done) break
		read.push(value)
		size += value.length
	}
	return Buffer.concat(read)
}

async function* whole(head: Buffer, chunks: AsyncIterator<Buffer>, limit: number, filename: string) {
	let size = 0
	for (let chunk: Buffer | null = head; chunk; ) {
		size += chunk.length
		if (size > limit) throw new Refused('tooLarge', filename)
		yield chunk
		const next = await chunks.next()
		chunk = next.done ? null : next.value
	}
}
