import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allGrants } from '#features/access/apiKeys/rules.ts'
import { createApiKey } from '#features/access/apiKeys/writes.ts'
import { makeThumbnail } from '#features/documents/thumbnails/writes.ts'
import { theApp } from '#platform/app/app.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { ask } from '#support/http.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { makeProject } from '#support/project.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'

const database = openDatabase({ jobs: ['document-thumbnail'] })
openStorage()

let server: TestServer
beforeAll(async () => {
	server = await startServer({ databaseUrl: database.url, role: 'web', dataDir: theApp().config.dataDir })
})
afterAll(() => server.stop())

/** As a phone makes it: on its side, with who, where and when. */
function photo(): Promise<Buffer> {
	return sharp({ create: { width: 2400, height: 1800, channels: 3, background: '#3a7' } })
		.withExif({
			IFD0: { Make: 'Pear', Artist: 'Maya Lopez' },
			IFD3: {
				GPSLatitudeRef: 'N',
				GPSLatitude: '39/1 44/1 2112/100',
				GPSLongitudeRef: 'W',
				GPSLongitude: '104/1 59/1 2484/100',
			},
		})
		.withMetadata({ orientation: 6 })
		.jpeg()
		.toBuffer()
}
const heic = Buffer.concat([Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), Buffer.alloc(2000)])

function form(fields: Record<string, string>, name: string, content: Buffer): FormData {
	const data = new FormData()
	for (const [field, value] of Object.entries(fields)) data.set(field, value)
	data.set('file', new File([new Uint8Array(content)], name))
	return data
}

test('DOC-3: a photo from a phone reaches the client upright, at the size of a screen, and without who, where and when', async () => {
	const scope = await makeWorkspace({ slug: 'sunny' })
	const account = await makeAccount({ in: scope })
	const [maya, noor] = [
		await makeContact({ accounts: [account] }),
		await makeContact({ accounts: [await makeAccount({ in: scope })] }),
	]
	const project = await makeProject({ account, name: 'New roof' })
	const dev = await makeMember({ in: scope })
	const [client, other, staff] = [
		await makeSession(maya.scope),
		await makeSession(noor.scope),
		await makeSession(dev.scope),
	]
	const made = await createApiKey(scope, { name: 'CRM', grants: allGrants })
	if (!made.ok) throw new Error(made.reason)
	const headers = { authorization: `Bearer ${made.apiKey}` }
	const at = (path: string) => server.urlOf('sunny') + path
	const fields = { projectId: project.id, folder: 'photos', sharedWithPortal: 'true' }
	const camera = await photo()
	expect((await sharp(camera).metadata()).exif?.includes('Maya Lopez')).toBe(true)

	const answers = []
	for (const name of ['IMG_1.jpg', 'IMG_2.jpg'])
		answers.push(await ask(at('/api/v1/documents'), { method: 'POST', headers, body: form(fields, name, camera) }))
	expect(answers.map(({ status }) => status)).toEqual([201, 201])
	const [beforeId, afterId] = answers.map((answer) => answer.json<{ id: string }>().id)
	await makeThumbnail(scope, beforeId ?? '')

	const bytesOf = async (path: string, cookie = client) => {
		const { status, headers, bytes } = await ask(at(path), { cookie })
		return { status, type: headers['content-type'], bytes }
	}
	const original = await bytesOf(`/files/${beforeId}/content?download`)
	for (const secret of ['Maya Lopez', 'Pear', 'GPS']) expect(original.bytes.includes(secret)).toBe(false)
	expect(await sharp(original.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 2400, orientation: 6 })
	const display = await bytesOf(`/pictures/${beforeId}/display`)
	expect(display).toMatchObject({ status: 200, type: 'image/webp' })
	expect(await sharp(display.bytes).metadata()).toMatchObject({ width: 1200, height: 1600 })
	// Until its smaller ones are made, the picture itself is shown.
	expect(await bytesOf(`/pictures/${afterId}/display`)).toMatchObject({ status: 200, type: 'image/jpeg' })
	expect((await bytesOf(`/pictures/${beforeId}/display`, other)).status).toBe(404)
	expect((await ask(at(`/pictures/${beforeId}`), { cookie: other })).status).toBe(404)

	const wish = { headers, body: { beforeId, afterId } }
	const pair = await ask(at('/api/v1/picture-pairs'), wish)
	expect([pair.status, pair.json()]).toMatchObject([201, { beforeId, afterId, projectId: project.id }])
	expect((await ask(at('/api/v1/picture-pairs'), wish)).status).toBe(200)
	const gallery = (await ask(at('/pictures'), { cookie: client })).text
	for (const word of ['New roof', 'Before and after', `/pictures/${afterId}`]) expect(gallery).toContain(word)
	expect((await ask(at('/pictures'), { cookie: other })).text).not.toContain('New roof')
	expect((await ask(at(`/pictures/${afterId}`), { cookie: client })).text).toContain(`href="/pictures/${beforeId}"`)

	const refused = await ask(at('/api/v1/documents'), {
		method: 'POST',
		headers,
		body: form(fields, 'IMG_3.heic', heic),
	})
	expect([refused.status, refused.json()]).toMatchObject([422, { errors: [{ code: 'file_heic' }] }])
	expect(refused.text).toContain('JPEG')
	const dropped = await ask(at('/office/documents/uploads'), {
		method: 'POST',
		cookie: staff,
		headers: { accept: 'application/json' },
		body: form({ ...fields, accountId: account.id }, 'IMG_3.heic', heic),
	})
	expect([dropped.status, dropped.json()]).toMatchObject([422, { ok: false, code: 'file_heic' }])
})
