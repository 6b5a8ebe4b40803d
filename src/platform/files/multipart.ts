import type { Readable } from 'node:stream'
import { Busboy, type BusboyFileStream } from '@fastify/busboy'

type Problem = 'malformed' | 'cut' | 'tooMany' | 'tooLarge'
type Options = {
	maxFiles: number
	fields: readonly string[] | 'all'
	fieldBytes: number
	/** Hears of every named field as it comes; one that is too long is cut off. */
	onField: (name: string, value: string) => void
	/** Must read the content to its end or reject. */
	onFile: (part: { field: string; filename: string; content: Readable }) => Promise<void>
}

const MAX_FIELDS = 100
const DRAIN_BYTES = 256 * 1024 * 1024
const DRAIN_MS = 30_000

/**
 * Takes a multipart form apart while it arrives, at the pace at which `onFile` reads. Rejects with the first
 * rejection of `onFile`. After a problem the rest of the request is read and thrown away, within bounds:
 * a browser that is still sending would otherwise report a broken connection and not show the answer.
 */
export async function readMultipart(request: Request, options: Options) {
	const parser = openParser(request.headers.get('content-type'), options)
	if (!parser || !request.body) return 'malformed' as const
	const reader = request.body.getReader()
	try {
		const problem = await feed(reader, parser)
		if (problem) await drain(reader)
		return problem
	} catch (error) {
		await drain(reader)
		throw error
	}
}

type Parser = NonNullable<ReturnType<typeof openParser>>

function openParser(contentType: string | null, { maxFiles, fields, fieldBytes, onField, onFile }: Options) {
	const busboy = create(contentType ?? '', maxFiles, fieldBytes)
	if (!busboy) return null
	const jobs: Promise<void>[] = []
	const stop = Promise.withResolvers<Problem | null>()
	// A rejection that comes when nobody waits any more must not count as unhandled.
	stop.promise.catch(() => {})
	let open: BusboyFileStream | null = null
	let parts = 0

	busboy.on('file', (field, content, filename) => {
		open = content
		parts++
		// The parser also reports a cut on the part itself; whoever reads the part sees it there.
		content.on('error', () => {})
		const job = onFile({ field: field ?? '', filename: filename ?? '', content })
		jobs.push(job)
		job.catch(stop.reject)
	})
	busboy.on('field', (name, value, _nameTruncated, valueTruncated) => {
		parts++
		if (valueTruncated) stop.resolve('tooLarge')
		if (fields === 'all' || fields.includes(name)) onField(name, value)
	})
	for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) {
		busboy.on(limit, () => stop.resolve('tooMany'))
	}
	busboy.on('error', (error) => stop.resolve(parts > 0 && /unexpected end/i.test(String(error)) ? 'cut' : 'malformed'))
	busboy.on('finish', () => stop.resolve(null))

	return {
		stopped: stop.promise,
		write: (chunk: Uint8Array) => new Promise<void>((done) => busboy.write(chunk, () => done())),
		end: () => busboy.end(),
		/** Ends the file that is being read, so that its job ends too. */
		abandon: () => open?.destroy(new Error('The upload ended early')),
		/** Waits until every file is dealt with. */
		settle: async () => {
			const results = await Promise.allSettled(jobs)
			return results.find((result) => result.status === 'rejected')
		},
	}
}

function create(contentType: string, maxFiles: number, fieldSize: number) {
	if (!/^multipart\/form-data\s*;.*boundary=[^\s;]/i.test(contentType)) return null
	try {
		return new Busboy({
			headers: { 'content-type': contentType },
			limits: { files: maxFiles, fields: MAX_FIELDS, fieldSize, headerPairs: 50, headerSize: 16 * 1024 },
		})
	} catch {
		return null
	}
}

type BodyReader = ReadableStreamDefaultReader<Uint8Array>

async function feed(reader: BodyReader, parser: Parser): Promise<Problem | null> {
	try {
		const problem = await pump(reader, parser)
		if (problem) parser.abandon()
		const failed = await parser.settle()
		if (failed && !problem) throw failed.reason
		return problem
	} catch (error) {
		parser.abandon()
		await parser.settle()
		throw error
	}
}

/** Hands the request to the parser until it ends or something stops it. Rejects when a file's job does. */
async function pump(reader: BodyReader, parser: Parser): Promise<Problem | null> {
	const orStopped = waiter(parser.stopped.then((problem) => ({ problem })))
	for (;;) {
		const step = await orStopped(reader.read().catch(() => ({ problem: 'cut' as const })))
		if ('problem' in step) return step.problem
		if (step.done) {
			parser.end()
			return parser.stopped
		}
		const written = await orStopped(parser.write(step.value))
		if (written) return written.problem
	}
}

/**
 * Waits for one piece of work after another or for the end of all, whichever comes first. `Promise.race` would
 * leave with the lasting promise what each piece brought: in the end the whole upload, in memory.
 */
function waiter<S>(stopped: Promise<S>): <T>(work: Promise<T>) => Promise<T | S> {
	let over = false
	let wake = () => {}
	const end = () => {
		over = true
		wake()
	}
	stopped.then(end, end)
	return async <T>(work: Promise<T>) => {
		const outcome = await new Promise<{ value: T } | null>((done, fail) => {
			wake = () => done(null)
			if (over) wake()
			work.then((value) => done({ value }), fail)
		})
		return outcome ? outcome.value : stopped
	}
}

async function drain(reader: BodyReader) {
	const until = Date.now() + DRAIN_MS
	let size = 0
	const late = setTimeout(() => void reader.cancel().catch(() => {}), DRAIN_MS)
	try {
		while (size < DRAIN_BYTES && Date.now() < until) {
			const { done, value } = await reader.read()
			if (done) return
			size += value.length
		}
		await reader.cancel()
	} catch {
		// The connection is gone; there is nobody left to be polite to.
	} finally {
		clearTimeout(late)
	}
}
