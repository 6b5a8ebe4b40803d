import type { Body } from './storage.ts'

const [SOI, EOI, SOS, APP1, APP2, COM] = [0xd8, 0xd9, 0xda, 0xe1, 0xe2, 0xfe]
const exifMark = Buffer.from('Exif\0\0', 'latin1')
const profileMark = Buffer.from('ICC_PROFILE\0', 'latin1')
/** APP0 and APP14 say how the colours are to be read. */
const colours: Record<number, string> = { 224: 'JFIF\0', 238: 'Adobe' }

/**
 * A JPEG with its pixels untouched and without what cameras write beside them: place, time, owner and device, small
 * pictures and films before and behind the picture. Its colour profile stays, and which way is up.
 */
export async function* bareJpeg(body: Body): AsyncGenerator<Uint8Array> {
	const bytes = new Ahead(body)
	if (!(await bytes.has(2)) || bytes.at(0) !== 0xff || bytes.at(1) !== SOI) return yield* bytes.rest()
	yield bytes.take(2)
	for (let upright = false; await bytes.has(4); ) {
		const marker = bytes.at(1)
		if (bytes.at(0) !== 0xff || marker === 0xff) bytes.take(1)
		else if (marker === EOI) break
		else if (isBare(marker)) yield bytes.take(2)
		else {
			const length = 2 + bytes.at(2) * 256 + bytes.at(3)
			if (!(await bytes.has(length))) return
			const segment = bytes.take(length)
			const kept = keptOf(marker, segment)
			if (kept === segment || (kept && !upright)) yield kept
			upright ||= kept !== null && marker === APP1
			if (marker === SOS) yield* scan(bytes)
		}
	}
	yield Buffer.from([0xff, EOI])
	await bytes.drain()
}

/** Markers that nothing belongs to. */
function isBare(marker: number): boolean {
	return marker === 0x01 || (marker >= 0xd0 && marker <= SOI)
}

function keptOf(marker: number, segment: Buffer): Buffer | null {
	if (marker === APP1) return uprightness(segment)
	if (marker === APP2) return startsWith(segment, profileMark) ? segment : null
	const mark = colours[marker]
	if (mark) return startsWith(segment, Buffer.from(mark, 'latin1')) ? segment : null
	return marker === COM || (marker >= 0xe0 && marker <= 0xef) ? null : segment
}

const startsWith = (segment: Buffer, mark: Buffer) => segment.subarray(4, 4 + mark.length).equals(mark)

/** Of what a camera wrote, only which way is up; null where that is as the pixels lie. */
function uprightness(segment: Buffer): Buffer | null {
	if (!startsWith(segment, exifMark)) return null
	const orientation = orientationOf(segment.subarray(10))
	if (orientation < 2 || orientation > 8) return null
	const tiff = Buffer.from('4d4d002a00000008000101120003000000010000000000000000', 'hex')
	tiff[19] = orientation
	return Buffer.concat([Buffer.from([0xff, APP1, 0, 2 + exifMark.length + tiff.length]), exifMark, tiff])
}

function orientationOf(tiff: Buffer): number {
	const little = tiff.toString('latin1', 0, 2) === 'II'
	const two = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
	try {
		const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
		for (let i = 0; i < two(directory); i++) {
			const entry = directory + 2 + 12 * i
			if (two(entry) === 0x0112) return two(entry + 8)
		}
	} catch (error) {
		if (!(error instanceof RangeError)) throw error
	}
	return 1
}

/** The packed pixels up to the next marker; in them `ff` is followed by 00, or by one of the restarts. */
async function* scan(bytes: Ahead): AsyncGenerator<Uint8Array> {
	while (await bytes.has(2)) {
		const end = bytes.marker()
		// The last byte waits: whether it begins a marker is told by the one behind it.
		const size = end < 0 ? bytes.size - 1 : end
		if (size > 0) yield bytes.take(size)
		if (end >= 0) return
	}
	yield* bytes.rest()
}

/** What is read of a body and not yet gone on: a few chunks of it, whatever its length. */
class Ahead {
	#held: Buffer = Buffer.alloc(0)
	readonly #more: AsyncIterator<Uint8Array>

	constructor(body: Body) {
		this.#more = body[Symbol.asyncIterator]()
	}

	get size(): number {
		return this.#held.length
	}

	at(index: number): number {
		return this.#held[index] ?? -1
	}

	async has(count: number): Promise<boolean> {
		while (this.#held.length < count) {
			const { value, done } = await this.#more.next()
			if (done) return false
			this.#held = this.#held.length === 0 ? Buffer.from(value) : Buffer.concat([this.#held, value])
		}
		return true
	}

	take(count: number): Buffer {
		const taken = this.#held.subarray(0, count)
		this.#held = this.#held.subarray(count)
		return taken
	}

	/** Where among packed pixels the next marker lies; -1 where none does. */
	marker(): number {
		const held = this.#held
		for (let i = held.indexOf(0xff); i >= 0 && i + 1 < held.length; i = held.indexOf(0xff, i + 1)) {
			const next = held[i + 1] ?? 0
			if (next !== 0 && (next < 0xd0 || next > 0xd7)) return i
		}
		return -1
	}

	async *rest(): AsyncGenerator<Uint8Array> {
		if (this.#held.length > 0) yield this.take(this.#held.length)
		for (let next = await this.#more.next(); !next.done; next = await this.#more.next()) yield next.value
	}

	async drain(): Promise<void> {
		this.#held = Buffer.alloc(0)
		while (!(await this.#more.next()).done);
	}
}
