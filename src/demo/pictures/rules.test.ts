import sharp from 'sharp'
import { expect, test } from 'vitest'
import { drawPicture } from '#platform/files/picture.ts'
import { sniff } from '#platform/files/sniff.ts'
import { scene, sceneNames } from './rules.ts'

test.each(sceneNames)('DOC-3: the scene %s can be drawn', async (name) => {
	for (const seed of [1, 2, 3]) {
		expect(await sharp(Buffer.from(scene(name, seed))).metadata()).toMatchObject({ width: 1600, height: 1200 })
	}
})

test('DOC-3: a scene becomes a real photo', async () => {
	const bytes = await drawPicture(scene('meter', 7))
	expect(await sniff(bytes.subarray(0, 4_000), 'photo.jpg')).toMatchObject({ allowed: true, contentType: 'image/jpeg' })
	expect(await sharp(bytes).metadata()).toMatchObject({ width: 1600, height: 1200, format: 'jpeg' })
	expect(bytes.length).toBeLessThan(700_000)
})

test('DOC-3: the same seed draws the same scene, another seed another', () => {
	for (const name of sceneNames) {
		expect(scene(name, 1)).toBe(scene(name, 1))
		expect(scene(name, 1)).not.toBe(scene(name, 2))
	}
})
