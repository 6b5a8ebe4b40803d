import sharp from 'sharp'
import { theApp } from '#platform/app/app.ts'
import { letterIcon } from '#ui/brand/letter.ts'
import { palette } from '#ui/brand/palette.ts'
import type { Workspace } from '../tables.ts'
import { type IconForm, iconAddress, iconForms } from './rules.ts'

type Picture = { bytes: Buffer; type: 'image/png' | 'image/svg+xml' }

const drawn = new Map<string, Promise<Picture>>()

/** The company's icon in one of its forms: from the picture that it has uploaded, else its letter on its color. */
export function iconPicture(workspace: Workspace, form: IconForm): Promise<Picture> {
	const key = `${workspace.workspaceId} ${iconAddress(workspace, form)}`
	const kept = drawn.get(key)
	if (kept) return kept
	const picture = draw(workspace, form)
	if (drawn.size > 200) drawn.clear()
	drawn.set(key, picture)
	picture.catch(() => drawn.delete(key))
	return picture
}

async function draw(workspace: Workspace, form: IconForm): Promise<Picture> {
	const uploaded = workspace.iconKey ? await theApp().storage.get(workspace.iconKey) : null
	if (!uploaded) return letter(workspace, form)
	const pieces: Buffer[] = []
	for await (const piece of uploaded) pieces.push(piece)
	const { side, ...cut } = iconForms[form]
	const share = 'share' in cut ? cut.share : 1
	const inner = await sharp(Buffer.concat(pieces))
		.resize({ width: Math.round(side * share), height: Math.round(side * share), fit: 'contain', background: '#0000' })
		.png()
		.toBuffer()
	const background = cut.shape === 'full' ? await groundFor(inner, workspace) : '#0000'
	const bytes = await sharp({ create: { width: side, height: side, channels: 4, background } })
		.composite([{ input: inner }])
		.png({ compressionLevel: 9 })
		.toBuffer()
	return { bytes, type: 'image/png' }
}

async function letter({ name, brandColor }: Workspace, form: IconForm): Promise<Picture> {
	const { brandFill: fill, onBrand: on } = palette(brandColor).light
	const { side, shape } = iconForms[form]
	const corner = shape === 'free' ? 0.22 : 0
	const svg = Buffer.from(letterIcon(name, { fill, on }, { corner, letter: form === 'maskable-512' ? 0.4 : 0.5 }))
	if (form === 'icon') return { bytes: svg, type: 'image/svg+xml' }
	return { bytes: await sharp(svg).resize(side, side).png({ compressionLevel: 9 }).toBuffer(), type: 'image/png' }
}

/** What a picture stands on where its corners are cut: its own ground if it has one, else the one it is seen on. */
async function groundFor(picture: Buffer, { brandColor }: Workspace): Promise<string> {
	const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
	const [r = 0, g = 0, b = 0, alpha = 0] = data
	if (alpha > 250) return `#${[r, g, b].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
	let weight = 0
	let brightness = 0
	for (let at = 0; at < info.width * info.height * 4; at += 4) {
		const opacity = data[at + 3] ?? 0
		weight += opacity
		brightness += (opacity * (0.21 * (data[at] ?? 0) + 0.72 * (data[at + 1] ?? 0) + 0.07 * (data[at + 2] ?? 0))) / 255
	}
	return weight > 0 && brightness / weight > 0.7 ? palette(brandColor).light.brandFill : '#ffffff'
}
