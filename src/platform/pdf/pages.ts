/** Pictures as the pages of one PDF, written as they come: no more than one of them is ever in memory. */

export interface PicturePage {
	/** A JPEG in three colours, upright. */
	jpeg: Uint8Array
	width: number
	height: number
}

/** The longer side of a page, in points: that of A4. */
const longSide = 842

export async function* picturesPdf(pages: AsyncIterable<PicturePage>, title: string): AsyncGenerator<Uint8Array> {
	const places = new Map<number, number>()
	let written = 0
	const say = (text: string): Uint8Array => {
		const bytes = Buffer.from(text, 'latin1')
		written += bytes.length
		return bytes
	}
	const begin = (id: number, text: string): Uint8Array => {
		places.set(id, written)
		return say(`${id} 0 obj\n${text}`)
	}
	// The second line tells programs that look at the beginning that the file is not text.
	yield say('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n')
	const kids: number[] = []
	let next = 4
	for await (const { jpeg, width, height } of pages) {
		const [image, content, page] = [next, next + 1, next + 2]
		next += 3
		kids.push(page)
		const scale = longSide / Math.max(width, height)
		const [across, down] = [width, height].map((side) => (side * scale).toFixed(2))
		yield begin(image, `<</Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceRGB`)
		yield say(`/BitsPerComponent 8/Filter/DCTDecode/Length ${jpeg.length}>>\nstream\n`)
		written += jpeg.length
		yield jpeg
		yield say('\nendstream\nendobj\n')
		const drawing = `q ${across} 0 0 ${down} 0 0 cm /P Do Q`
		yield begin(content, `<</Length ${drawing.length}>>\nstream\n${drawing}\nendstream\nendobj\n`)
		yield begin(
			page,
			`<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${across} ${down}]/Contents ${content} 0 R/Resources<</XObject<</P ${image} 0 R>>>>>>\nendobj\n`,
		)
	}
	yield begin(1, '<</Type/Catalog/Pages 2 0 R>>\nendobj\n')
	yield begin(2, `<</Type/Pages/Count ${kids.length}/Kids[${kids.map((id) => `${id} 0 R`).join(' ')}]>>\nendobj\n`)
	yield begin(3, `<</Title<${hex(title)}>>>\nendobj\n`)
	const table = written
	const lines = Array.from(
		{ length: next - 1 },
		(_, at) => `${String(places.get(at + 1)).padStart(10, '0')} 00000 n \n`,
	)
	yield say(`xref\n0 ${next}\n0000000000 65535 f \n${lines.join('')}`)
	yield say(`trailer\n<</Size ${next}/Root 1 0 R/Info 3 0 R>>\nstartxref\n${table}\n%%EOF\n`)
}

/** UTF-16 with its mark, as texts of a PDF may be. */
function hex(text: string): string {
	return `feff${Buffer.from(text, 'utf16le').swap16().toString('hex')}`
}
