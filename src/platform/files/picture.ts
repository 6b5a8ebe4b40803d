import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import sharp, { type Sharp, type SharpOptions } from 'sharp'

/** A path, the bytes, or a stream of them. */
export type PictureSource = string | Uint8Array | Readable

const MAX_PIXELS = 120_000_000
const SECONDS = 20
const AT_ONCE = 2

// A picture's work is short bursts beside requests: one thread each, and nothing kept between pictures.
sharp.concurrency(1)
sharp.cache(false)

export interface Picture {
	bytes: Uint8Array
	width: number
	height: number
}

/** A WebP that fits into `width` and `height`, upright, without metadata; null when the picture cannot be read (HEIC, damaged, too many pixels). */
export async function smaller(
	source: PictureSource,
	{ width, height }: { width: number; height: number },
): Promise<Picture | null> {
	return render(source, (image) =>
		image.resize({ width, height, fit: 'inside', withoutEnlargement: true }).webp({ quality: 78, effort: 3 }),
	)
}

/** Pixels of the longer side of a page: enough to read the small print of a sheet that fills it. */
const pagePixels = 2400

/** A page of a document that was photographed: a JPEG in three colours, upright; null when the picture cannot be read. */
export async function scanned(
	source: PictureSource,
): Promise<{ jpeg: Uint8Array; width: number; height: number } | null> {
	return inTurn(async () => {
		const { image, fed } = open(source)
		const size = { width: pagePixels, height: pagePixels, fit: 'inside', withoutEnlargement: true } as const
		const page = image
			.autoOrient()
			.resize(size)
			.flatten({ background: '#fff' })
			.toColourspace('srgb')
			.jpeg({ quality: 82 })
		const [{ data, info }] = await Promise.all([
			page.timeout({ seconds: SECONDS }).toBuffer({ resolveWithObject: true }),
			fed,
		])
		return { jpeg: data, width: info.width, height: info.height }
	})
}

/**
 * The picture in its own format and full size without anything but its pixels and colour profile: no place,
 * time, owner or camera. Null when it cannot be read. GIFs keep their movement.
 */
export async function withoutMetadata(source: PictureSource, contentType: string): Promise<Uint8Array | null> {
	const encode = encoders[contentType]
	if (!encode) return null
	const clean = await render(source, (image) => encode(image.keepIccProfile()), contentType === 'image/gif')
	return clean?.bytes ?? null
}

/** A drawing (SVG of our own making, never an uploaded one) as JPEG, with the grain and unevenness of a photo. */
export async function drawPicture(svg: string): Promise<Uint8Array> {
	const [grain, blotches] = await Promise.all([noise(512, 11), noise(40, 7)])
	return sharp(Buffer.from(svg))
		.flatten()
		.composite([
			{ input: blotches, tile: true, blend: 'soft-light' },
			{ input: grain, tile: true, blend: 'soft-light' },
		])
		.jpeg({ quality: 82 })
		.toBuffer()
}

/** A square tile of grey noise: `size` points of it drawn out to 512 pixels. */
function noise(size: number, sigma: number): Promise<Buffer> {
	const create = {
		width: size,
		height: size,
		channels: 3 as const,
		background: '#808080',
		noise: { type: 'gaussian' as const, mean: 128, sigma },
	}
	return sharp({ create }).greyscale().resize(512, 512, { kernel: 'cubic' }).png().toBuffer()
}

const encoders: Record<string, (image: Sharp) => Sharp> = {
	'image/jpeg': (image) => image.jpeg({ quality: 92, mozjpeg: false }),
	'image/png': (image) => image.png(),
	'image/webp': (image) => image.webp({ quality: 92 }),
	'image/avif': (image) => image.avif({ quality: 70, effort: 2 }),
	'image/gif': (image) => image.gif(),
}

async function render(
	source: PictureSource,
	shape: (image: Sharp) => Sharp,
	animated = false,
): Promise<Picture | null> {
	return inTurn(async () => {
		const { image, fed } = open(source, animated)
		const shaped = shape(image.autoOrient()).timeout({ seconds: SECONDS })
		const [{ data, info }] = await Promise.all([shaped.toBuffer({ resolveWithObject: true }), fed])
		return { bytes: data, width: info.width, height: info.height }
	})
}

function open(source: PictureSource, animated = false): { image: Sharp; fed: Promise<void> } {
	const options: SharpOptions = { limitInputPixels: MAX_PIXELS, sequentialRead: true, failOn: 'error', animated }
	if (typeof source === 'string' || source instanceof Uint8Array) {
		return { image: sharp(source, options), fed: Promise.resolve() }
	}
	const image = sharp(options)
	return { image, fed: pipeline(source, image) }
}

let running = 0
const waiting: (() => void)[] = []

/** A few pictures at a time, so that a batch of uploads cannot fill the memory. */
async function inTurn<T>(work: () => Promise<T>): Promise<T | null> {
	if (running < AT_ONCE) running++
	else await new Promise<void>((go) => waiting.push(go))
	try {
		return await work()
	} catch {
		return null
	} finally {
		const next = waiting.shift()
		if (next) next()
		else running--
	}
}
