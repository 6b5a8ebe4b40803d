import sharp from 'sharp'
import { expect, test } from 'vitest'
import { bareJpeg } from './jpeg.ts'

const plain = (orientation: number) =>
	sharp({ create: { width: 320, height: 200, channels: 3, background: '#a33' } })
		.composite([
			{ input: Buffer.from('<svg width="160" height="100"><rect width="160" height="100" fill="#3a7"/></svg>') },
		])
		.withExif({
			IFD0: { Make: 'Pear', Model: 'Pear 12', Artist: 'Maya Lopez' },
			IFD2: { DateTimeOriginal: '2026:05:01 10:00:00' },
			IFD3: {
				GPSLatitudeRef: 'N',
				GPSLatitude: '39/1 44/1 2112/100',
				GPSLongitudeRef: 'W',
				GPSLongitude: '104/1 59/1 2484/100',
			},
		})
		.withXmp(
			'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:e="urn:e" e:owner="Maya"/></rdf:RDF></x:xmpmeta>',
		)
		.withIccProfile('p3')
		.withMetadata({ orientation })

async function bare(bytes: Buffer, step = 700): Promise<Buffer> {
	async function* chunks() {
		for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step)
	}
	return Buffer.concat(await Array.fromAsync(bareJpeg(chunks())))
}
const pixels = (bytes: Buffer) => sharp(bytes).autoOrient().raw().toBuffer()

test.each([
	['baseline', { progressive: false }],
	['progressive', { progressive: true }],
])(
	'DOC-3: a %s JPEG keeps its pixels, its colours and which way is up, and nothing that a camera wrote',
	async (_, how) => {
		const photo = await plain(6).jpeg(how).toBuffer()
		// Phones hang a film, a second picture or their own notes behind the picture.
		const original = Buffer.concat([photo, Buffer.from('ftypmp42 +39.73-104.98/'), photo])
		for (const step of [1, 7, 700, original.length]) {
			const clean = await bare(original, step)
			for (const secret of ['Pear', 'Maya', '2026:05', 'GPS', 'ftyp', 'xmpmeta'])
				expect(clean.includes(secret)).toBe(false)
			const found = await sharp(clean).metadata()
			expect([found.orientation, found.xmp, found.iptc]).toEqual([6, undefined, undefined])
			expect(found.exif?.length).toBe(32)
			expect(found.icc?.equals((await sharp(photo).metadata()).icc ?? Buffer.alloc(0))).toBe(true)
			expect((await pixels(clean)).equals(await pixels(photo))).toBe(true)
		}
	},
)

test('DOC-3: one that lies as it is seen keeps no EXIF at all', async () => {
	const clean = await bare(await plain(1).jpeg().toBuffer())
	expect((await sharp(clean).metadata()).exif).toBeUndefined()
})

test('DOC-3: a plain one stays byte for byte, and a damaged one does no harm', async () => {
	const original = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#123' } })
		.jpeg()
		.toBuffer()
	expect((await bare(original)).equals(original)).toBe(true)
	expect((await bare(Buffer.from('no picture'))).toString()).toBe('no picture')
	expect((await bare(original.subarray(0, original.length - 30))).length).toBeGreaterThan(100)
	expect((await bare(original.subarray(0, 3))).length).toBeLessThan(5)
})
