const MAX_BYTES = 180

// Marks that turn the reading direction: "invoice‮fdp.exe" would read as "invoiceexe.pdf".
const direction = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g
const control = /[\p{Cc}\u2028\u2029]/gu
const reserved = /[<>:"|?*]/g
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/** A name to keep and to show from whatever a client sent. Never empty, never a path, at most 180 bytes. */
export function cleanFilename(sent: string): string {
	const last = sent.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? ''
	const name = last
		.replace(direction, '')
		.replace(control, ' ')
		.replace(reserved, '_')
		.replace(/\s+/g, ' ')
		.replace(/^[\s.]+|[\s.]+$/g, '')
	return shorten(device.test(name) ? `_${name}` : name) || 'file'
}

/** The extension in lower case without its dot, or '' when there is none. */
export function extensionOf(name: string): string {
	return /[^.]\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? ''
}

function shorten(name: string): string {
	if (Buffer.byteLength(name) <= MAX_BYTES) return name
	const extension = extensionOf(name)
	const ending = extension ? name.slice(-extension.length - 1) : ''
	let room = MAX_BYTES - Buffer.byteLength(ending)
	let kept = ''
	// Whole characters as people see them: an emoji family is one, and is kept or dropped as one.
	for (const { segment } of new Intl.Segmenter().segment(name.slice(0, name.length - ending.length))) {
		room -= Buffer.byteLength(segment)
		if (room < 0) break
		kept += segment
	}
	return kept.trimEnd() + ending
}
