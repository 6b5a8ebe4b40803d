export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** First bytes of files that are often sent in place of a CSV: ZIP (xlsx, ods, numbers), old Excel, PDF, gzip. */
const otherFiles = ['504b0304', 'd0cf11e0', '25504446', '1f8b']

export class NotText extends Error {}

/**
 * Text of a file of unknown encoding, without its byte-order mark. A file that turns out not to be UTF-8 is read on as
 * Windows-1252, unless it held real UTF-8 before: then the odd byte becomes U+FFFD and the rest stays right.
 * Throws `NotText` for a spreadsheet, PDF or archive.
 */
export async function* decodeText(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
	let decode: ((bytes: Uint8Array, last: boolean) => string) | undefined
	let held: Uint8Array = new Uint8Array()
	for await (const chunk of chunks) {
		held = join(held, chunk)
		if (!decode && held.length < 4096) continue
		decode ??= decoderFor(held)
		const text = decode(held, false)
		held = new Uint8Array()
		if (text) yield text
	}
	decode ??= decoderFor(held)
	yield decode(held, true)
}

function decoderFor(start: Uint8Array): (bytes: Uint8Array, last: boolean) => string {
	if (otherFiles.some((magic) => Buffer.from(start.subarray(0, magic.length / 2)).toString('hex') === magic))
		throw new NotText()
	const encoding = wideEncoding(start)
	if (!encoding) return utf8Decoder()
	const decoder = new TextDecoder(encoding)
	return (bytes, last) => decoder.decode(bytes, { stream: !last })
}

/** UTF-16 by its mark, or by the zero byte that every second place has in a text of mostly Latin letters. */
function wideEncoding(start: Uint8Array): Encoding | null {
	const [first, second] = start
	if (first === 0xff && second === 0xfe) return 'utf-16le'
	if (first === 0xfe && second === 0xff) return 'utf-16be'
	const pairs = Math.min(start.length, 512) >> 1
	let [even, odd] = [0, 0]
	for (let pair = 0; pair < pairs; pair++) {
		if (start[pair * 2] === 0) even++
		if (start[pair * 2 + 1] === 0) odd++
	}
	if (pairs > 2 && odd > pairs * 0.6 && even === 0) return 'utf-16le'
	return pairs > 2 && even > pairs * 0.6 && odd === 0 ? 'utf-16be' : null
}

function utf8Decoder(): (bytes: Uint8Array, last: boolean) => string {
	const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
	let lenient: TextDecoder | undefined
	let tail: Uint8Array = new Uint8Array()
	let [begun, sawUtf8] = [false, false]
	return (bytes, last) => {
		if (lenient) return lenient.decode(bytes, { stream: !last })
		const all = join(tail, bytes)
		const whole = last ? all.length : completeLength(all)
		try {
			const text = strict.decode(all.subarray(0, whole))
			tail = all.slice(whole)
			sawUtf8 ||= text.length < whole
			const marked = !begun && text.startsWith('\ufeff')
			begun = true
			return marked ? text.slice(1) : text
		} catch {
			sawUtf8 ||= all[0] === 0xef && all[1] === 0xbb
			lenient = new TextDecoder(sawUtf8 || holdsUtf8(all) ? 'utf-8' : 'windows-1252')
			return lenient.decode(all, { stream: !last })
		}
	}
}

/** Bytes up to a sequence that the next chunk completes. */
function completeLength(bytes: Uint8Array): number {
	for (let back = 1; back <= Math.min(3, bytes.length); back++) {
		const byte = bytes[bytes.length - back] ?? 0
		if (byte < 0x80) break
		if (byte >= 0xc0) return sequenceLength(byte) > back ? bytes.length - back : bytes.length
	}
	return bytes.length
}

function sequenceLength(lead: number): number {
	if (lead >= 0xf0) return 4
	return lead >= 0xe0 ? 3 : 2
}

/** More well-formed sequences than stray bytes: a UTF-8 file with a flaw, not one of another encoding. */
function holdsUtf8(bytes: Uint8Array): boolean {
	const text = new TextDecoder('utf-8').decode(bytes)
	const stray = text.split('\ufffd').length - 1
	const real = text.match(/[^\p{ASCII}\ufffd]/gu)?.length ?? 0
	return real > stray
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
	return first.length ? Buffer.concat([first, second]) : second
}
