import { describe, expect, test } from 'vitest'
import { decodeText, NotText } from './rules.ts'

async function decode(bytes: Uint8Array, size = 5): Promise<string> {
	async function* pieces() {
		for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
	}
	let text = ''
	for await (const part of decodeText(pieces())) text += part
	return text
}

const filler = 'x'.repeat(5000)
const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16()

describe('API-3: the encoding of a file', () => {
	test.each([
		['UTF-8', Buffer.from('Köln 🌞'), 'Köln 🌞'],
		['UTF-8 with a mark', Buffer.from('\ufeffKöln'), 'Köln'],
		['UTF-8 with a mark and much before the first accent', Buffer.from(`\ufeff${filler}Köln`), `${filler}Köln`],
		['UTF-16 with a mark', Buffer.from('\ufeffName,Köln', 'utf16le'), 'Name,Köln'],
		['UTF-16 without a mark', Buffer.from('Name,Köln', 'utf16le'), 'Name,Köln'],
		['big-endian UTF-16 with a mark', swapped('\ufeffName,Köln'), 'Name,Köln'],
		['big-endian UTF-16 without a mark', swapped('Name,Köln'), 'Name,Köln'],
		['Windows-1252', Buffer.from('K\xf6ln \x80', 'latin1'), 'Köln €'],
		['Windows-1252 whose first accent comes late', Buffer.from(`${filler}K\xf6ln`, 'latin1'), `${filler}Köln`],
		[
			'UTF-8 with one stray byte',
			Buffer.concat([Buffer.from(`José ${filler}`), Buffer.from([0xff]), Buffer.from('Köln')]),
			`José ${filler}\ufffdKöln`,
		],
		['nothing', Buffer.alloc(0), ''],
	])('%s', async (_, bytes, text) => {
		for (const size of [1, 2, 3, 4099]) expect(await decode(bytes, size)).toBe(text)
	})

	test.each([
		['a ZIP', [0x50, 0x4b, 3, 4, 9]],
		['an old spreadsheet', [0xd0, 0xcf, 0x11, 0xe0, 9]],
		['a PDF', [0x25, 0x50, 0x44, 0x46, 9]],
	])('%s is no text', async (_, start) => {
		await expect(decode(new Uint8Array(start))).rejects.toBeInstanceOf(NotText)
	})
})
