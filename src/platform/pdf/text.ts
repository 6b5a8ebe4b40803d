import type { PDFFont } from '@cantoo/pdf-lib'

// What the standard fonts of PDF have beyond Latin-1, and what stands in for near relations they lack.
const extra = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'
const relatives: Record<string, string> = {
	'\u202f': ' ',
	'\u2009': ' ',
	'\u2212': '–',
	'\u2011': '-',
	'✓': '•',
	'→': '›',
}

/** The text in letters that the standard fonts can draw; an accent they lack is dropped, any other sign becomes a dot. */
export function drawable(text: string): string {
	return [...text.normalize('NFC')].map(drawableSign).join('')
}

function drawableSign(sign: string): string {
	if (/^[\n\x20-\x7e\u00a0-\u00ff]$/.test(sign) || extra.includes(sign)) return sign
	if (/^[\p{Cc}\p{Cf}\p{M}]$/u.test(sign)) return ''
	const bare = sign.normalize('NFKD').replace(/\p{M}/gu, '')
	return relatives[sign] ?? (/^[\x20-\x7e]+$/.test(bare) ? bare : '·')
}

/** Lines of at most `width` points. Breaks at spaces, inside a word only when it is longer than a line. */
export function wrap(text: string, font: PDFFont, size: number, width: number): string[] {
	const fits = (line: string) => font.widthOfTextAtSize(line, size) <= width
	return drawable(text)
		.split('\n')
		.flatMap((paragraph) => wrapParagraph(paragraph, fits))
}

function wrapParagraph(paragraph: string, fits: (line: string) => boolean): string[] {
	const lines: string[] = []
	let line = ''
	for (const word of paragraph.split(' ').flatMap((whole) => pieces(whole, fits))) {
		const longer = line ? `${line} ${word}` : word
		if (fits(longer)) line = longer
		else {
			lines.push(line)
			line = word
		}
	}
	return [...lines, line]
}

function pieces(word: string, fits: (line: string) => boolean): string[] {
	if (fits(word)) return [word]
	const found: string[] = []
	for (let rest = word; rest; ) {
		let length = rest.length
		while (length > 1 && !fits(rest.slice(0, length))) length--
		found.push(rest.slice(0, length))
		rest = rest.slice(length)
	}
	return found
}
