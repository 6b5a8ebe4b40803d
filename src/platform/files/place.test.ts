import sharp from 'sharp'
import { expect, test } from 'vitest'
import { blankPlace, withoutPlace } from './place.ts'

const position = {
	GPSLatitudeRef: 'N',
	GPSLatitude: '39/1 44/1 2112/100',
	GPSLongitudeRef: 'W',
	GPSLongitude: '104/1 59/1 2484/100',
}
const picture = () =>
	sharp({ create: { width: 300, height: 200, channels: 3, background: '#a33' } }).withExif({
		IFD0: { Make: 'Camera', Orientation: '6' },
		IFD3: position,
	})

async function clean(bytes: Buffer, step = 700): Promise<Buffer> {
	async function* chunks() {
		for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step)
	}
	const out: Uint8Array[] = []
	for await (const chunk of withoutPlace(chunks())) out.push(chunk)
	return Buffer.concat(out)
}

/** The degrees as EXIF keeps them, in either byte order. */
function holds(exif: Buffer | undefined, degrees: number): boolean {
	const little = Buffer.alloc(8)
	little.writeUInt32LE(degrees)
	little.writeUInt32LE(1, 4)
	const big = Buffer.alloc(8)
	big.writeUInt32BE(degrees)
	big.writeUInt32BE(1, 4)
	return Boolean(exif && (exif.includes(little) || exif.includes(big)))
}

test.each(['png', 'webp', 'avif'] as const)('DOC-3: a %s loses where it was taken and nothing else', async (format) => {
	const original = await picture().toFormat(format).toBuffer()
	const before = await sharp(original).metadata()
	expect(holds(before.exif, 104)).toBe(true)
	const cleaned = await clean(original)
	const found = await sharp(cleaned).metadata()
	expect(holds(found.exif, 104)).toBe(false)
	expect(holds(found.exif, 39)).toBe(false)
	expect(found.exif?.includes('Camera')).toBe(true)
	expect(found.orientation).toBe(before.orientation)
	expect(cleaned.length).toBe(original.length)
	const pixels = (bytes: Buffer) => sharp(bytes).raw().toBuffer()
	expect((await pixels(cleaned)).equals(await pixels(original))).toBe(true)
})

test('DOC-3: a position in XMP goes too', async () => {
	const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="39,44.35N"><exif:GPSLongitude>104,59.41W</exif:GPSLongitude></rdf:Description></rdf:RDF></x:xmpmeta>`
	const original = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
		.withXmp(xmp)
		.jpeg()
		.toBuffer()
	const cleaned = await clean(original)
	expect(cleaned.includes('39,44.35N')).toBe(false)
	expect(cleaned.includes('104,59.41W')).toBe(false)
	expect((await sharp(cleaned).metadata()).width).toBe(9)
})

test('DOC-3: bytes that only look like EXIF do no harm', async () => {
	const bytes = Buffer.concat([Buffer.from('Exif\0\0II*\0'), Buffer.alloc(40, 0xff), Buffer.from('Exif\0\0MM\0*')])
	const before = Buffer.from(bytes)
	blankPlace(bytes)
	expect(bytes.equals(before)).toBe(true)
})

test('DOC-3: a picture without a place stays byte for byte', async () => {
	const original = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#123' } })
		.jpeg()
		.toBuffer()
	expect((await clean(original)).equals(original)).toBe(true)
})
