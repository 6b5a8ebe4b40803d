import { crc32 } from 'node:zlib'
import { bareJpeg } from './jpeg.ts'
import type { Body, Storage } from './storage.ts'

/** Cameras write what they know of the place near the beginning of the file. */
const HEAD_BYTES = 1024 * 1024
const GPS_POINTER = 0x8825
const bytesOfType = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8]

/** The same storage, but pictures lose on their way in where they were taken, photos all else that a camera writes. */
export function withoutPlaces(storage: Storage): Storage {
	return {
		...storage,
		put: (key, body, options) => storage.put(key, cleanedOf(body, options.contentType), options),
	}
}

function cleanedOf(body: Body, contentType: string): Body {
	if (contentType === 'image/jpeg') return bareJpeg(body)
	return contentType.startsWith('image/') ? withoutPlace(body) : body
}

/** A picture's bytes with the place blanked, nothing else touched: no loss, and the length stays. */
export async function* withoutPlace(body: Body): AsyncGenerator<Uint8Array> {
	let waiting: Uint8Array[] | null = []
	let size = 0
	for await (const chunk of body) {
		if (!waiting) {
			yield chunk
			continue
		}
		waiting.push(chunk)
		size += chunk.length
		if (size < HEAD_BYTES) continue
		yield cleaned(waiting)
		waiting = null
	}
	if (waiting) yield cleaned(waiting)
}

function cleaned(chunks: Uint8Array[]): Buffer {
	const head = Buffer.concat(chunks)
	blankPlace(head)
	return head
}

/** Blanks the position in EXIF (JPEG, HEIC, AVIF, WebP, PNG) and in XMP, in place. */
export function blankPlace(head: Buffer): void {
	for (const at of occurrences(head, 'Exif\0\0')) blankExif(head.subarray(at + 6))
	for (const at of occurrences(head, 'EXIF')) blankExif(head.subarray(at + 8))
	for (const at of occurrences(head, 'eXIf')) if (blankExif(head.subarray(at + 4))) sealChunk(head, at)
	for (const at of occurrences(head, '<x:xmpmeta')) blankXmp(head, at)
}

function* occurrences(head: Buffer, mark: string): Generator<number> {
	for (let at = head.indexOf(mark, 0, 'latin1'); at >= 0; at = head.indexOf(mark, at + 1, 'latin1')) yield at
}

/** `tiff` begins with the byte order; offsets inside count from there. True when there was a position. */
function blankExif(tiff: Buffer): boolean {
	const order = tiff.toString('latin1', 0, 4)
	if (order !== 'II*\0' && order !== 'MM\0*') return false
	try {
		return blankDirectory(tiff, order === 'II*\0')
	} catch (error) {
		// An offset that leads out of what we hold: damaged, or not EXIF after all.
		if (error instanceof RangeError) return false
		throw error
	}
}

function blankDirectory(tiff: Buffer, little: boolean): boolean {
	const two = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
	const four = (at: number) => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at))
	const entriesAt = (at: number) => Array.from({ length: two(at) }, (_, i) => at + 2 + 12 * i)
	const pointer = entriesAt(four(4)).find((entry) => two(entry) === GPS_POINTER)
	if (pointer === undefined) return false
	const position = four(pointer + 8)
	for (const entry of entriesAt(position)) {
		const length = (bytesOfType[two(entry + 2)] ?? 0) * four(entry + 4)
		if (length > 4) tiff.fill(0, four(entry + 8), Math.min(four(entry + 8) + length, tiff.length))
		tiff.fill(0, entry, entry + 12)
	}
	tiff.fill(0, position, position + 2)
	return true
}

/** A PNG chunk carries a checksum of its type and content. */
function sealChunk(head: Buffer, at: number): void {
	const end = at + 4 + head.readUInt32BE(at - 4)
	if (end + 4 <= head.length) head.writeUInt32BE(crc32(head.subarray(at, end)), end)
}

function blankXmp(head: Buffer, at: number): void {
	const end = head.indexOf('</x:xmpmeta>', at, 'latin1')
	if (end < 0) return
	const blank = (_: string, before: string, value: string) => before + ' '.repeat(value.length)
	const text = head
		.toString('latin1', at, end)
		.replace(/(GPS\w+\s*=\s*["'])([^"']*)/g, blank)
		.replace(/(<\w+:GPS\w+[^>]*>)([^<]*)/g, blank)
	head.write(text, at, 'latin1')
}
