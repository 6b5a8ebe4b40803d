import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { nameFor, sniff } from './sniff.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')
const pixel = (format: 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'tiff') =>
	sharp({ create: { width: 4, height: 4, channels: 3, background: '#d2521a' } })
		.toFormat(format)
		.toBuffer()

/** A zip archive's beginning, as programs write it, with these entries uncompressed. */
function zip(entries: Record<string, string>): Buffer {
	const parts = Object.entries(entries).map(([name, content]) => {
		const head = Buffer.alloc(30)
		head.writeUInt32LE(0x04034b50, 0)
		head.writeUInt16LE(20, 4)
		head.writeUInt32LE(content.length, 18)
		head.writeUInt32LE(content.length, 22)
		head.writeUInt16LE(name.length, 26)
		return Buffer.concat([head, Buffer.from(name + content)])
	})
	return Buffer.concat(parts)
}

function compound(classId = ''): Buffer {
	const file = Buffer.alloc(1536)
	Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(file)
	file.writeUInt16LE(9, 30)
	file.writeUInt32LE(0, 48)
	Buffer.from(classId, 'hex').copy(file, 512 + 80)
	return file
}

test.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)('DOC-4: a %s is known by its content', async (format) => {
	expect(await sniff(await pixel(format), 'anything.exe')).toMatchObject({
		allowed: true,
		contentType: `image/${format}`,
	})
})

const content = (type: string) =>
	`<Types><Override PartName="/x" ContentType="application/vnd.${type}.main+xml"/></Types>`
const docx = 'openxmlformats-officedocument.wordprocessingml.document'

test.each([
	['report.pdf', bytes('%PDF-1.7\n'), 'application/pdf', 'pdf'],
	[
		'letter.docx',
		zip({ '[Content_Types].xml': content(docx), 'word/document.xml': '<w/>' }),
		`application/vnd.${docx}`,
		'docx',
	],
	[
		'offer.odt',
		zip({ mimetype: 'application/vnd.oasis.opendocument.text' }),
		'application/vnd.oasis.opendocument.text',
		'odt',
	],
	['all.zip', zip({ 'a.txt': 'hello' }), 'application/zip', 'zip'],
	['old.doc', compound(), 'application/msword', 'doc'],
	['old.xls', compound(), 'application/vnd.ms-excel', 'xls'],
	['notes.txt', Buffer.from('Grüße, 你好 🌞'), 'text/plain', 'txt'],
	['notes', Buffer.from('plain words'), 'text/plain', 'txt'],
	['list.csv', Buffer.from('\ufeffname;city\r\nJosé;León'), 'text/csv', 'csv'],
	['list.csv', bytes('name;city\r\nJos\xe9;Le\xf3n'), 'text/csv', 'csv'],
	['wide.csv', Buffer.from('\ufeffname;city', 'utf16le'), 'text/csv', 'csv'],
	['cut.txt', Buffer.from('ends inside a letter ü').subarray(0, -1), 'text/plain', 'txt'],
	['maths.txt', Buffer.from('a < b and <div is not first'), 'text/plain', 'txt'],
])('DOC-4: %s is allowed (%#)', async (filename, head, contentType, extension) => {
	expect(await sniff(head, filename)).toEqual({ allowed: true, contentType, extension, reason: null })
})

test.each([
	['executable', 'invoice.pdf', bytes('MZ\x90\0\x03\0\0\0')],
	['executable', 'tool', bytes('\x7fELF\x02\x01\x01')],
	['executable', 'notes.txt', bytes('#!/bin/sh\nrm -rf ~')],
	['executable', 'mac.txt', Buffer.from('cffaedfe07000001', 'hex')],
	['executable', 'setup.doc', compound('84100c0000000000c000000000000046')],
	['executable', 'app.zip', zip({ 'META-INF/MANIFEST.MF': 'Manifest-Version: 1.0' })],
	['html', 'page.html', bytes('Hello')],
	['html', 'notes.txt', bytes('\n\t <!DOCTYPE html><p>x')],
	['html', 'list.csv', bytes('<script>alert(1)</script>')],
	['html', 'list.csv', bytes(`${'<!---->'.repeat(5_000)}x`)],
	['html', 'photo.jpg', bytes('<IMG/><html>').subarray(6)],
	['svg', 'logo.svg', bytes('<svg xmlns="http://www.w3.org/2000/svg"/>')],
	['svg', 'logo.png', bytes('<?xml version="1.0"?>\n<svg onload="alert(1)"/>')],
	['svg', 'logo.txt', bytes('<!-- a -->\n<!DOCTYPE svg PUBLIC "x" "y"><svg >')],
	['unknown', 'data.xml', bytes('<?xml version="1.0"?><a/>')],
	['unknown', 'run.bat', bytes('del *.*')],
	['unknown', 'run.js', bytes('alert(1)')],
	['unknown', 'mail.msg', compound()],
	['unknown', 'noise.txt', bytes('text\0with\0zeros')],
	['unknown', 'film.mp4', bytes('\0\0\0\x18ftypmp42\0\0\0\0mp42isom')],
	['macros', 'letter.docm', zip({ '[Content_Types].xml': content('ms-word.document.macroEnabled') })],
])('DOC-4: %s: %s is refused (%#)', async (reason, filename, head) => {
	expect(await sniff(head, filename)).toMatchObject({ allowed: false, reason })
})

test('DOC-4: a picture of a kind that is not allowed is refused', async () => {
	expect(await sniff(await pixel('tiff'), 'a.jpg')).toMatchObject({ allowed: false, reason: 'unknown' })
})

test('DOC-4: any bytes under any name get an answer, and random ones are never allowed', async () => {
	await fc.assert(
		fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.string(), async (head, filename) => {
			expect((await sniff(head, filename)).allowed).toBeTypeOf('boolean')
		}),
	)
	for (let round = 0; round < 50; round++) {
		const head = Buffer.concat([Buffer.from([0]), randomBytes(2_000)])
		expect(await sniff(head, 'x.pdf')).toMatchObject({ allowed: false })
	}
})

test('DOC-4: a file is named by what it is', () => {
	expect(nameFor('photo.JPEG', 'jpg')).toBe('photo.JPEG')
	expect(nameFor('invoice.exe', 'pdf')).toBe('invoice.exe.pdf')
	expect(nameFor('scan', 'pdf')).toBe('scan.pdf')
	expect(nameFor('.pdf', 'pdf')).toBe('pdf.pdf')
})
