import { cleanFilename } from './filename.ts'

// What browsers show without running anything of the file's: pictures made of pixels, and PDF in their viewer.
const shown = new Set(['application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'])

const closed = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'; sandbox"

/** Whether a file of this type may open in the browser; every other one is only ever downloaded. */
export function canShowInline(contentType: string): boolean {
	return shown.has(contentType)
}

/** A `Content-Disposition` by RFC 6266: the name in plain letters for old programs, then in full. */
export function contentDisposition(filename: string, inline: boolean): string {
	const name = cleanFilename(filename)
	const plain = name
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.replace(/[^\x20-\x7e]|["\\%]/gu, '_')
	const full = encodeURIComponent(name).replace(
		/['()*]/g,
		(mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
	)
	return `${inline ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${full}`
}

/**
 * Headers for handing out a stored file: its bytes can neither be taken for another type nor act in the name
 * of the site that serves them. `inline` is a wish; only types that are safe to show get it.
 */
export function downloadHeaders(file: {
	filename: string
	contentType: string
	inline: boolean
}): Record<string, string> {
	const text = file.contentType.startsWith('text/')
	return {
		'content-type': text ? `${file.contentType}; charset=utf-8` : file.contentType,
		'content-disposition': contentDisposition(file.filename, file.inline && canShowInline(file.contentType)),
		'x-content-type-options': 'nosniff',
		'content-security-policy': closed,
		'cross-origin-resource-policy': 'same-origin',
	}
}
