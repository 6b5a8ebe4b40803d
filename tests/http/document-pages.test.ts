import { PDFDocument } from '@cantoo/pdf-lib'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findRequest } from '#features/documentRequests/reads.ts'
import { requestInput } from '#features/documentRequests/schema.ts'
import { askForDocument } from '#features/documentRequests/writes.ts'
import { documentsByIds } from '#features/documents/reads.ts'
import { theApp } from '#platform/app/app.ts'
import { read } from '#platform/db/db.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { pdf, storedKeys } from '#support/document.ts'
import { type Ask, ask } from '#support/http.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { makeProject } from '#support/project.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'

const database = openDatabase({ jobs: ['document-thumbnail', 'delivery.send'] })
openStorage()

let server: TestServer
beforeAll(async () => {
	server = await startServer({ databaseUrl: database.url, role: 'web', dataDir: theApp().config.dataDir })
})
afterAll(() => server.stop())

let count = 0

async function makeHouse() {
	const slug = `pages-${++count}`
	const scope = await makeWorkspace({ slug })
	const account = await makeAccount({ in: scope })
	const project = await makeProject({ account })
	const [maya, noor] = [await makeContact({ accounts: [account] }), await makeContact({ accounts: [account] })]
	const made = await askForDocument(scope, requestInput.parse({ projectId: project.id, title: 'Bill' }), {
		tell: false,
	})
	if (!made.ok) throw new Error(made.reason)
	const as = async (who: Parameters<typeof makeSession>[0]) => {
		const cookie = await makeSession(who)
		return (path: string, how: Ask = {}) => ask(new URL(path, server.urlOf(slug)).href, { cookie, ...how })
	}
	const { id } = made.request
	const filesOf = () =>
		read(maya.scope, async (reader) => {
			const request = await findRequest(reader, id)
			return documentsByIds(
				reader,
				(request?.files ?? []).map((file) => file.id),
			)
		})
	return { scope, id, client: await as(maya.scope), other: await as(noor.scope), filesOf }
}
type Client = Awaited<ReturnType<typeof makeHouse>>['client']

async function photo(width: number, height: number): Promise<Buffer> {
	return sharp({ create: { width, height, channels: 3, background: '#a96' } })
		.jpeg()
		.toBuffer()
}

/** Sends a file in parts, as the page's script does, and gives the name under which it waits. */
async function stage(client: Client, filename: string, content: Buffer): Promise<string> {
	const tus = { 'tus-resumable': '1.0.0' }
	const metadata = `filename ${Buffer.from(filename).toString('base64')}`
	const begun = await client('/files/uploads/staged', {
		method: 'POST',
		headers: { ...tus, 'upload-length': String(content.length), 'upload-metadata': metadata },
	})
	const url = begun.headers.location ?? ''
	const type = 'application/offset+octet-stream'
	for (const [from, to] of [
		[0, 100],
		[100, content.length],
	] as const) {
		const headers = { ...tus, 'upload-offset': String(from), 'content-type': type }
		await client(url, { method: 'PATCH', headers, bytes: content.subarray(from, to) })
	}
	return JSON.parse((await client(url)).text).ids[0]
}

const order = (...uploads: string[]): Ask => ({
	method: 'POST',
	body: { uploads },
	headers: { accept: 'application/json' },
})

async function pagesOf(key: string): Promise<number[]> {
	const content = await theApp().storage.get(key)
	const bytes = Buffer.concat(content ? await content.toArray() : [])
	const found = await PDFDocument.load(bytes, { updateMetadata: false })
	return found.getPages().map((page) => Math.round(page.getWidth()))
}

test('PRJ-3: photos of pages that were sent in parts become one document, in the order that was said; sent twice, once', async () => {
	const { scope, id, client, other, filesOf } = await makeHouse()
	const wide = await stage(client, 'IMG_1.jpg', await photo(400, 200))
	const tall = await stage(client, 'IMG_2.jpg', await photo(200, 400))
	const address = `/document-requests/${id}/files`
	// Somebody else's files are no files.
	expect((await other(address, order(wide, tall))).status).toBe(422)
	const [one, two] = await Promise.all([client(address, order(tall, wide)), client(address, order(tall, wide))])
	expect([one.status, two.status]).toEqual([200, 200])
	expect(one.text).toBe(two.text)
	expect((await client(address, order(tall, wide))).text).toBe(one.text)
	const files = await filesOf()
	expect(files).toMatchObject([{ title: 'Bill', filename: 'Bill.pdf', contentType: 'application/pdf' }])
	expect(await pagesOf(files[0]?.storageKey ?? '')).toEqual([421, 842])
	expect(await storedKeys(scope.workspaceId)).toHaveLength(1)
})

test('PRJ-3: without scripts photos of one form become one document as well, and other files stay by themselves', async () => {
	const { id, client, filesOf } = await makeHouse()
	const form = new FormData()
	form.append('file', new File([Buffer.from(await photo(400, 200))], 'IMG_1.jpg'))
	form.append('file', new File([Buffer.from(pdf())], 'Letter.pdf'))
	form.append('file', new File([Buffer.from(await photo(200, 400))], 'IMG_2.jpg'))
	// The camera's own field, left empty.
	form.append('file', new File([], ''))
	const sent = await client(`/document-requests/${id}/files`, { method: 'POST', body: form })
	expect(sent.status).toBe(303)
	const files = await filesOf()
	expect(files.map((file) => [file.title, file.filename])).toEqual([
		['Bill', 'Bill.pdf'],
		['Bill (2)', 'Letter.pdf'],
	])
	expect(await pagesOf(files[0]?.storageKey ?? '')).toEqual([842, 421])
})

test('PRJ-3: what is no document is refused by its name, and the others can be sent without it', async () => {
	const { id, client, filesOf } = await makeHouse()
	const page = await stage(client, 'IMG_1.jpg', await photo(400, 200))
	const bad = await stage(client, 'evil.html', Buffer.from(`<html><script>${'x'.repeat(200)}</script></html>`))
	const refused = await client(`/document-requests/${id}/files`, order(page, bad))
	expect([refused.status, JSON.parse(refused.text).text]).toEqual([422, expect.stringContaining('evil.html')])
	expect(await filesOf()).toEqual([])
	expect((await client(`/document-requests/${id}/files`, order(page))).status).toBe(200)
	expect(await filesOf()).toMatchObject([{ title: 'Bill', contentType: 'image/jpeg' }])
})
