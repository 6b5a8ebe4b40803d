import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contentDisposition, downloadHeaders } from './download.ts'
import { cleanFilename, extensionOf } from './filename.ts'

test.each([
	['permit.pdf', 'permit.pdf'],
	['/etc/passwd', 'passwd'],
	['..\\..\\windows\\system.ini', 'system.ini'],
	['..', 'file'],
	['', 'file'],
	['   .hidden.  ', 'hidden'],
	['a\u0000b\r\nc.pdf', 'a b c.pdf'],
	['rechnung\u202efdp.exe', 'rechnungfdp.exe'],
	['a<b>:"c|?*.txt', 'a_b___c___.txt'],
	['CON.txt', '_CON.txt'],
	['Cafe\u0301.pdf', 'Café.pdf'],
	['عقد.pdf', 'عقد.pdf'],
	['👨‍👩‍👧 house.jpg', '👨‍👩‍👧 house.jpg'],
	['\ud800x.pdf', '\ufffdx.pdf'],
])('DOC-4: the name %j is kept as %j', (sent, kept) => {
	expect(cleanFilename(sent)).toBe(kept)
})

test('DOC-4: a long name keeps its extension and whole characters', () => {
	const name = cleanFilename(`${'👨‍👩‍👧'.repeat(40)}.pdf`)
	expect(Buffer.byteLength(name)).toBeLessThanOrEqual(180)
	expect(name).toMatch(/^(👨‍👩‍👧)+\.pdf$/u)
})

test('DOC-4: whatever is sent, the name is one plain part, and cleaning it again changes nothing', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (sent) => {
			const name = cleanFilename(sent)
			expect(name).not.toMatch(/[/\\\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
			expect(Buffer.byteLength(name)).toBeGreaterThan(0)
			expect(Buffer.byteLength(name)).toBeLessThanOrEqual(181)
			expect(name.startsWith('.')).toBe(false)
			expect(cleanFilename(name)).toBe(name)
		}),
		{ numRuns: 500 },
	)
})

test('DOC-4: extensions are read from the end', () => {
	expect(extensionOf('a.tar.GZ')).toBe('gz')
	expect(extensionOf('.bashrc')).toBe('')
	expect(extensionOf('no extension.')).toBe('')
})

test("DOC-4: a download's header carries any name and no second header", () => {
	expect(contentDisposition('Angebot „Süd" 100%.pdf', true)).toBe(
		`inline; filename="Angebot _Sud_ 100_.pdf"; filename*=UTF-8''Angebot%20%E2%80%9ES%C3%BCd_%20100%25.pdf`,
	)
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (name) => {
			expect(contentDisposition(name, false)).toMatch(
				/^attachment; filename="[^"\\%\p{Cc}]+"; filename\*=UTF-8''[\w.~!$&+^`|%-]+$/u,
			)
			expect(new Headers({ a: contentDisposition(name, false) }).get('a')).toBeTruthy()
		}),
	)
})

test.each([
	['application/pdf', 'inline'],
	['image/jpeg', 'inline'],
	['image/heic', 'attachment'],
	['image/svg+xml', 'attachment'],
	['text/html', 'attachment'],
	['text/plain', 'attachment'],
	['application/zip', 'attachment'],
])('DOC-4: %s asked for inline comes as %s, closed off from the site', (contentType, disposition) => {
	const headers = downloadHeaders({ filename: 'a', contentType, inline: true })
	expect(headers['content-disposition']).toMatch(new RegExp(`^${disposition};`))
	expect(headers['x-content-type-options']).toBe('nosniff')
	expect(headers['content-security-policy']).toContain("default-src 'none'")
	expect(downloadHeaders({ filename: 'a', contentType, inline: false })['content-disposition']).toMatch(/^attachment;/)
})
