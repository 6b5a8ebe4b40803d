import { createReadStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PictureSource, smaller, withoutMetadata } from './picture.ts'

const thumbnail = async (source: PictureSource, { width }: { width: number }) =>
	(await smaller(source, { width, height: width * 3 }))?.bytes ?? null

let folder: string
/** A photo as a phone makes it: lying on its side, with place and owner written into it. */
let photo: Buffer

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'picture-'))
	const exif = {
		IFD0: { Copyright: 'Maya Ortiz', Orientation: '6' },
		IFD3: { GPSLatitude: '40/1 10/1 1/1', GPSLatitudeRef: 'N', GPSLongitude: '105/1 6/1 1/1', GPSLongitudeRef: 'W' },
	}
	photo = await sharp({ create: { width: 1200, height: 800, channels: 3, background: '#88aacc' } })
		.withExif(exif)
		.withMetadata({ orientation: 6 })
		.jpeg()
		.toBuffer()
	expect((await sharp(photo).metadata()).exif?.toString('latin1')).toContain('Maya Ortiz')
	await writeFile(join(folder, 'photo.jpg'), photo)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('DOC-3: a thumbnail is upright, small and tells nothing, from path, bytes or stream', async () => {
	const path = join(folder, 'photo.jpg')
	for (const source of [path, photo, createReadStream(path)]) {
		const bytes = await thumbnail(source, { width: 320 })
		const found = await sharp(bytes ?? Buffer.of()).metadata()
		expect(found).toMatchObject({ format: 'webp', width: 320, height: 480 })
		expect(found.exif).toBeUndefined()
	}
})

test('DOC-3: a larger one fits into its frame, whichever way it stands, and says how large it is', async () => {
	expect(await smaller(photo, { width: 600, height: 600 })).toMatchObject({ width: 400, height: 600 })
})

test('DOC-3: a small picture is not blown up', async () => {
	const small = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'red' } })
		.png()
		.toBuffer()
	expect(await sharp((await thumbnail(small, { width: 320 })) ?? Buffer.of()).metadata()).toMatchObject({
		width: 40,
		height: 30,
	})
})

test('DOC-3: what cannot be read has no thumbnail', async () => {
	const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')
	for (const bytes of [heic, photo.subarray(0, 400), Buffer.from('nothing like it'), Buffer.alloc(0)]) {
		expect(await thumbnail(bytes, { width: 320 })).toBeNull()
		expect(await thumbnail(Readable.from([bytes]), { width: 320 })).toBeNull()
	}
	expect(await thumbnail(join(folder, 'missing.jpg'), { width: 320 })).toBeNull()
})

test('DOC-3: a picture that claims to be enormous is not unpacked', async () => {
	const bomb = await sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: 'red' } })
		.png()
		.toBuffer()
	expect(bomb.length).toBeLessThan(5_000_000)
	expect(await thumbnail(bomb, { width: 320 })).toBeNull()
})

test('DOC-3: place, time and owner are taken out, the picture stays', async () => {
	const clean = await withoutMetadata(photo, 'image/jpeg')
	const found = await sharp(clean ?? Buffer.of()).metadata()
	expect(found).toMatchObject({ format: 'jpeg', width: 800, height: 1200 })
	expect(found.exif).toBeUndefined()
	expect(Buffer.from(clean ?? []).toString('latin1')).not.toContain('Maya Ortiz')
	expect(await withoutMetadata(photo, 'image/heic')).toBeNull()
})

test('DOC-3: many at once all come out', async () => {
	const all = await Promise.all(
		Array.from({ length: 12 }, (_, at) => thumbnail(at % 3 ? photo : Buffer.from('x'), { width: 64 })),
	)
	expect(all.filter((bytes) => bytes !== null)).toHaveLength(8)
})
