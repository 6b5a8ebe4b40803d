export type FormPart = { name: string; filename?: string; type?: string; content: Buffer | string }

/** A multipart form as a browser writes it. */
export function formBytes(parts: FormPart[], boundary = 'x-boundary'): Buffer {
	const pieces = parts.flatMap(({ name, filename, type, content }) => {
		const file = filename === undefined ? '' : `; filename="${filename}"`
		const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n`
		return [
			Buffer.from(`${head}${type ? `Content-Type: ${type}\r\n` : ''}\r\n`),
			Buffer.from(content),
			Buffer.from('\r\n'),
		]
	})
	return Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)])
}

export type SentForm = { request: Request; read: () => number; cancelled: () => boolean }

/** A request whose body comes in pieces, and breaks after `cutAt` bytes when that is given. */
export function sendForm(
	body: Buffer,
	{ chunk = 16_384, cutAt = Number.POSITIVE_INFINITY, type = 'multipart/form-data; boundary=x-boundary' } = {},
): SentForm {
	let at = 0
	let cancelled = false
	const stream = new ReadableStream<Uint8Array>({
		pull(controller) {
			if (at >= cutAt) return controller.error(new Error('aborted'))
			if (at >= body.length) return controller.close()
			const end = Math.min(at + chunk, cutAt)
			controller.enqueue(body.subarray(at, end))
			at = end
		},
		cancel() {
			cancelled = true
		},
	})
	const init: RequestInit & { duplex: 'half' } = {
		method: 'POST',
		headers: { 'content-type': type },
		body: stream,
		duplex: 'half',
	}
	return { request: new Request('http://x.example/', init), read: () => at, cancelled: () => cancelled }
}
