import { fileTypeFromBuffer } from 'file-type'
import { cleanFilename, extensionOf } from './filename.ts'

/** How much of a file's beginning `sniff` wants to see, in bytes. */
export const HEAD_BYTES = 64 * 1024

export type TypeRefusal = 'executable' | 'html' | 'svg' | 'macros' | 'heic' | 'unknown'
export type Sniffed =
	| { allowed: true; contentType: string; extension: string; reason: null }
	| { allowed: false; contentType: string; extension: string; reason: TypeRefusal }

const office = 'application/vnd.openxmlformats-officedocument'
const odf = 'application/vnd.oasis.opendocument'

/** Content type → the extensions that may stand for it; the first is the usual one. */
const allowed: Record<string, readonly string[]> = {
	'application/pdf': ['pdf'],
	'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
	'image/png': ['png', 'apng'],
	'image/webp': ['webp'],
	'image/gif': ['gif'],
	'image/avif': ['avif'],
	[`${office}.wordprocessingml.document`]: ['docx'],
	[`${office}.spreadsheetml.sheet`]: ['xlsx'],
	[`${office}.presentationml.presentation`]: ['pptx'],
	[`${odf}.text`]: ['odt'],
	[`${odf}.spreadsheet`]: ['ods'],
	[`${odf}.presentation`]: ['odp'],
	'application/msword': ['doc'],
	'application/vnd.ms-excel': ['xls'],
	'application/vnd.ms-powerpoint': ['ppt'],
	'text/plain': ['txt', 'text', 'log', 'md'],
	'text/csv': ['csv', 'tsv'],
	'application/zip': ['zip'],
}

const sameAs: Record<string, string> = {
	'image/apng': 'image/png',
	'image/heif': 'image/heic',
	'image/heic-sequence': 'image/heic',
	'image/heif-sequence': 'image/heic',
	'application/x-zip-compressed': 'application/zip',
}

const executables = new Set([
	'application/x-msdownload',
	'application/x-elf',
	'application/x-mach-binary',
	'application/java-archive',
	'application/java-vm',
	'application/vnd.android.package-archive',
	'application/x-deb',
	'application/x-rpm',
	'application/x-apple-diskimage',
	'application/x.ms.shortcut',
	'application/x-ms-regedit',
	'application/vnd.ms-htmlhelp',
	'application/x-google-chrome-extension',
	'application/x-xpinstall',
	'application/wasm',
	'application/vnd.ms-cab-compressed',
])

/**
 * What a file is, told by its content; its name only decides between kinds that look alike from inside
 * (an old Word and an old Excel file, plain text and CSV). `head` is the file's beginning.
 */
export async function sniff(head: Uint8Array, filename: string): Promise<Sniffed> {
	const named = extensionOf(cleanFilename(filename))
	if (isProgram(head)) return refuse('executable', 'application/octet-stream', named)
	// The same two bytes can begin an MP3 file, and the library decides for that.
	const found = wideEncoding(head) ? null : await detect(head)
	if (!found) return sniffText(head, named)
	const type = refine(found, head, named)
	if (executables.has(type)) return refuse('executable', type, named)
	// Few browsers show it, and what it says of the place cannot be taken out here: the refusal says how to get a JPEG.
	if (type === 'image/heic') return refuse('heic', type, named)
	if (type.includes('macroenabled')) return refuse('macros', type, named)
	if (type === 'application/xml') return sniffText(head, named)
	return accept(type, named)
}

/** The name with an extension that fits the type, so that no program is opened for something it is not. */
export function nameFor(filename: string, extension: string): string {
	const name = cleanFilename(filename)
	const fitting = Object.values(allowed).find((extensions) => extensions[0] === extension) ?? [extension]
	return fitting.includes(extensionOf(name)) ? name : cleanFilename(`${name}.${extension}`)
}

function accept(type: string, named: string): Sniffed {
	const extension = allowed[type]?.[0]
	return extension ? { allowed: true, contentType: type, extension, reason: null } : refuse('unknown', type, named)
}

function refuse(reason: TypeRefusal, contentType: string, extension: string): Sniffed {
	return { allowed: false, contentType, extension, reason }
}

async function detect(head: Uint8Array): Promise<string | null> {
	// The head of a large archive ends in the middle of an entry, which the library may report by throwing.
	const found = await fileTypeFromBuffer(head).catch(() => undefined)
	const type = found?.mime.toLowerCase() ?? (startsWith(head, 'PK\u0003\u0004') ? 'application/zip' : null)
	return type && (sameAs[type] ?? type)
}

function refine(type: string, head: Uint8Array, named: string): string {
	const byName = Object.keys(allowed).find((key) => allowed[key]?.includes(named))
	if (type === 'application/x-cfb') return isInstaller(head) ? 'application/x-msdownload' : oldOffice(named, byName)
	if (type !== 'application/zip' || !byName?.startsWith(office)) return type
	return Buffer.from(head).includes('[Content_Types].xml') ? byName : type
}

function oldOffice(named: string, byName: string | undefined): string {
	return byName && ['doc', 'xls', 'ppt'].includes(named) ? byName : 'application/x-cfb'
}

/** A Windows installer is a compound file like an old office document; its root entry's class id tells. */
function isInstaller(head: Uint8Array): boolean {
	const bytes = Buffer.from(head)
	if (bytes.length < 512) return false
	const root = (bytes.readUInt32LE(48) + 1) * (1 << bytes.readUInt16LE(30))
	return bytes.subarray(root + 80, root + 84).equals(Buffer.from([0x84, 0x10, 0x0c, 0x00]))
}

function isProgram(head: Uint8Array): boolean {
	const magic = Buffer.from(head.subarray(0, 4)).toString('hex')
	return startsWith(head, 'MZ') || startsWith(head, '#!') || /^(7f454c46|(feedfac[ef])|(c[ef]faedfe))/.test(magic)
}

function startsWith(head: Uint8Array, text: string): boolean {
	return Buffer.from(head.subarray(0, text.length)).equals(Buffer.from(text, 'latin1'))
}

// Beginnings at which browsers take a text for HTML, from the WHATWG's MIME sniffing standard.
const html = /^<(!--|(!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[\s>/])/i
const svg = /<svg[\s>]/i

function sniffText(head: Uint8Array, named: string): Sniffed {
	const text = decode(head)?.trimStart()
	if (text === undefined) return refuse('unknown', 'application/octet-stream', named)
	if (named === 'svg' || (text.startsWith('<') && svg.test(text))) return refuse('svg', 'image/svg+xml', named)
	if (html.test(text) || ['html', 'htm', 'xhtml', 'mhtml'].includes(named)) return refuse('html', 'text/html', named)
	if (text.startsWith('<?xml')) return refuse('unknown', 'application/xml', named)
	if (named === '') return accept('text/plain', named)
	const type = ['text/csv', 'text/plain'].find((candidate) => allowed[candidate]?.includes(named))
	// A text under any other name would be run or opened by whatever owns that name: .bat, .js, .ps1, .reg …
	return type ? accept(type, named) : refuse('unknown', 'text/plain', named)
}

const binary = /[^\P{Cc}\t\n\v\f\r\u0080-\u009f]/u

function decode(head: Uint8Array): string | undefined {
	const wide = wideEncoding(head)
	for (const encoding of wide ? [wide] : ['utf-8', 'windows-1252']) {
		try {
			// `stream` keeps a character that the end of the head cuts in two from counting as an error.
			const text = new TextDecoder(encoding, { fatal: true }).decode(head, { stream: true })
			return binary.test(text) ? undefined : text
		} catch {
			// Not in this encoding; the next one is tried.
		}
	}
	return undefined
}

/** Two bytes at the start of the file mark text in UTF-16. */
function wideEncoding(head: Uint8Array): 'utf-16le' | 'utf-16be' | null {
	if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
	return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : null
}
