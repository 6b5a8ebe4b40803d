import { PDFDocument } from '@cantoo/pdf-lib'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { scanned } from '../files/picture.ts'
import { picturesPdf } from './pages.ts'

async function picture(width: number, height: number, background: string, format: 'png' | 'jpeg' = 'jpeg') {
	const made = sharp({ create: { width, height, channels: 3, background } })
	return new Uint8Array(await made.toFormat(format).toBuffer())
}

async function* pagesOf(...pictures: Uint8Array[]) {
	for (const one of pictures) {
		const page = await scanned(one)
		if (page) yield page
	}
}

test('PRJ-3: several pictures are the pages of one PDF, in their order', async () => {
	const pieces = await Array.fromAsync(
		picturesPdf(
			pagesOf(
				await picture(300, 400, '#ff0000'),
				await picture(4000, 3000, '#00ff00', 'png'),
				new Uint8Array(
					await sharp(await picture(40, 30, '#888'))
						.greyscale()
						.jpeg()
						.toBuffer(),
				),
			),
			'Última factura — €5',
		),
	)
	const bytes = Buffer.concat(pieces)
	const pdf = await PDFDocument.load(bytes, { updateMetadata: false })
	const sizes = pdf.getPages().map((page) => [Math.round(page.getWidth()), Math.round(page.getHeight())])
	expect(sizes).toEqual([
		[632, 842],
		[842, 632],
		[842, 632],
	])
	expect(pdf.getTitle()).toBe('Última factura — €5')
	expect(bytes.toString('latin1')).not.toMatch(/porchlight|sharp/i)
	// A picture that is larger than any screen is made smaller: it is to be read, not printed on a wall.
	expect(bytes.toString('latin1')).toContain('/Width 2400/Height 1800')
})

test('PRJ-3: a photo lies as it was held, and what is no picture gives no page', async () => {
	const held = await sharp(await picture(400, 300, '#00f'))
		.withMetadata({ orientation: 6 })
		.jpeg()
		.toBuffer()
	expect(await scanned(new Uint8Array(held))).toMatchObject({ width: 300, height: 400 })
	expect(await scanned(Buffer.from('no picture'))).toBeNull()
})
