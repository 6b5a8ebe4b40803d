import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { formBytes, sendForm as send } from '#support/form.ts'
import { contentOf } from '#support/storage.ts'
import { openDiskStorage } from './disk.ts'
import type { Storage } from './storage.ts'
import { receiveUpload, type UploadOptions } from './upload.ts'

let folder: string
let storage: Storage

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'upload-'))
	storage = await openDiskStorage(folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))
beforeEach(() => rm(join(folder, 'wsp_1'), { recursive: true, force: true }))

const pdf = (size = 200) => Buffer.concat([Buffer.from('%PDF-1.7\n%\u00e2\u00e3\n', 'latin1'), randomBytes(size)])
const png = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
	'base64',
)

const receive = (request: Request, change: Partial<UploadOptions> = {}) =>
	receiveUpload(request, { storage, prefix: 'wsp_1', fields: ['title', 'folder'], ...change })

async function stored(): Promise<string[]> {
	const keys: string[] = []
	for await (const key of storage.list('wsp_1/')) keys.push(key)
	return [...keys, ...(await readdir(join(folder, '.incoming')))]
}

test('DOC-4: files and fields arrive together, each file under its own key', async () => {
	const report = pdf(300_000)
	const { request } = send(
		formBytes([
			{ name: 'title', content: 'Permit' },
			{ name: 'file', filename: 'permit.pdf', type: 'application/pdf', content: report },
			{ name: 'file', filename: 'roof.PNG', type: 'image/png', content: png },
			{ name: 'folder', content: 'Genehmigungen ☀' },
			{ name: 'admin', content: 'true' },
		]),
	)
	const upload = await receive(request)
	if (!upload.ok) throw new Error(upload.reason)
	expect(upload.fields).toEqual({ title: 'Permit', folder: 'Genehmigungen ☀' })
	expect(upload.files).toMatchObject([
		{ field: 'file', filename: 'permit.pdf', contentType: 'application/pdf', size: report.length },
		{ field: 'file', filename: 'roof.PNG', contentType: 'image/png', size: png.length },
	])
	expect((await contentOf(storage, upload.files[0]?.key ?? '')).equals(report)).toBe(true)
	expect((await contentOf(storage, upload.files[1]?.key ?? '')).equals(png)).toBe(true)
})

test('DOC-4: an upload works in pieces of any size', async () => {
	for (const chunk of [1, 7, 100, 65_536]) {
		const file = pdf(3_000)
		const upload = await receive(
			send(formBytes([{ name: 'file', filename: 'a.pdf', content: file }]), { chunk }).request,
		)
		if (!upload.ok) throw new Error(upload.reason)
		expect((await contentOf(storage, upload.files[0]?.key ?? '')).equals(file)).toBe(true)
	}
})

test("DOC-4: a browser's own form works", async () => {
	const form = new FormData()
	form.set('title', 'x')
	form.set('file', new File([new Uint8Array(png)], 'Dach – Süd 🏠.png', { type: 'image/png' }))
	const upload = await receive(new Request('http://x.example/', { method: 'POST', body: form }))
	expect(upload).toMatchObject({ ok: true, fields: { title: 'x' }, files: [{ filename: 'Dach – Süd 🏠.png' }] })
})

test('DOC-4: a file over the limit is refused by name, and nothing of the upload stays', async () => {
	const sent = send(
		formBytes([
			{ name: 'file', filename: 'small.pdf', content: pdf() },
			{ name: 'file', filename: 'big.pdf', content: pdf(400_000) },
			{ name: 'file', filename: 'late.pdf', content: pdf(100_000) },
		]),
	)
	expect(await receive(sent.request, { maxFileBytes: 300_000 })).toEqual({
		ok: false,
		reason: 'tooLarge',
		filename: 'big.pdf',
		type: null,
		fields: {},
	})
	expect(await stored()).toEqual([])
	// Read to its end, not broken off: a browser would show a connection error in place of the answer.
	expect(sent.read()).toBeGreaterThan(500_000)
	expect(sent.cancelled()).toBe(false)
})

test('DOC-4: a file of exactly the limit is taken', async () => {
	const file = pdf(100_000)
	const upload = await receive(send(formBytes([{ name: 'file', filename: 'a.pdf', content: file }])).request, {
		maxFileBytes: file.length,
	})
	expect(upload.ok).toBe(true)
})

test.each([
	['executable', 'invoice.pdf', Buffer.concat([Buffer.from('MZ\u0090\u0000'), randomBytes(500)])],
	['svg', 'logo.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
	['html', 'readme.txt', '<!doctype html><script>alert(1)</script>'],
	['unknown', 'data.bin', randomBytes(500)],
] as const)('DOC-4: %s is refused whatever its name', async (type, filename, content) => {
	const { request } = send(
		formBytes([
			{ name: 'file', filename: 'good.png', content: png },
			{ name: 'file', filename, type: 'application/pdf', content: Buffer.from(content) },
			{ name: 'file', filename: 'after.pdf', content: pdf(200_000) },
		]),
	)
	expect(await receive(request)).toEqual({ ok: false, reason: 'typeRefused', filename, type, fields: {} })
	expect(await stored()).toEqual([])
})

test('DOC-4: a connection that breaks leaves nothing, wherever it breaks', async () => {
	const body = formBytes([
		{ name: 'title', content: 'x' },
		{ name: 'file', filename: 'a.pdf', content: pdf(150_000) },
		{ name: 'file', filename: 'b.pdf', content: pdf(150_000) },
	])
	for (const cutAt of [40, 110, 250, 70_000, 150_500, 200_000, body.length - 20]) {
		expect(await receive(send(body, { cutAt, chunk: 9_000 }).request), `error at ${cutAt}`).toMatchObject({
			ok: false,
			reason: 'cut',
		})
		const short = await receive(send(body.subarray(0, cutAt)).request)
		expect(short, `end at ${cutAt}`).toMatchObject({ ok: false, reason: cutAt === 40 ? 'malformed' : 'cut' })
		expect(await stored(), `rest of ${cutAt}`).toEqual([])
	}
})

test('DOC-4: nothing to receive is said as such', async () => {
	const none = formBytes([
		{ name: 'title', content: 'x' },
		{ name: 'file', filename: '', type: 'application/octet-stream', content: '' },
	])
	expect(await receive(send(none).request)).toMatchObject({ ok: false, reason: 'empty', filename: null })
	const hollow = formBytes([{ name: 'file', filename: 'hollow.pdf', content: '' }])
	expect(await receive(send(hollow).request)).toMatchObject({ ok: false, reason: 'empty', filename: 'hollow.pdf' })
})

test('DOC-4: what was typed beside a refused file comes back, and a form may do without a file', async () => {
	const typed = { name: 'title', content: 'x'.repeat(100_000) }
	const refused = { name: 'file', filename: 'a.pdf', content: 'MZ' }
	expect(await receive(send(formBytes([typed, refused])).request, { fieldBytes: 200_000 })).toMatchObject({
		reason: 'typeRefused',
		fields: { title: typed.content },
	})
	const none = { name: 'file', filename: '', content: '' }
	const filesOptional = true
	expect(await receive(send(formBytes([{ ...typed, content: 'y' }, none])).request, { filesOptional })).toEqual({
		ok: true,
		fields: { title: 'y' },
		files: [],
	})
})

test('DOC-4: what is no form is malformed', async () => {
	const body = formBytes([{ name: 'file', filename: 'a.pdf', content: pdf() }])
	for (const type of ['application/json', 'multipart/form-data', 'multipart/form-data; boundary=', '']) {
		expect(await receive(send(body, { type }).request), type).toMatchObject({ ok: false, reason: 'malformed' })
	}
	expect(await receive(send(body, { type: 'multipart/form-data; boundary=other' }).request)).toMatchObject({
		reason: 'malformed',
	})
	expect(await receive(new Request('http://x.example/', { method: 'POST' }))).toMatchObject({ reason: 'malformed' })
})

test('DOC-4: too many files, fields or too long a field end the upload', async () => {
	const files = Array.from({ length: 4 }, (_, i) => ({ name: 'file', filename: `${i}.pdf`, content: pdf() }))
	expect(await receive(send(formBytes(files)).request, { maxFiles: 3 })).toMatchObject({ reason: 'tooMany' })
	const fields = Array.from({ length: 200 }, (_, i) => ({ name: `f${i}`, content: 'x' }))
	expect(await receive(send(formBytes(fields)).request)).toMatchObject({ reason: 'tooMany' })
	expect(await receive(send(formBytes([{ name: 'title', content: 'x'.repeat(70_000) }])).request)).toMatchObject({
		reason: 'tooLarge',
	})
	expect(await stored()).toEqual([])
})

test('DOC-4: names of files cannot lead anywhere', async () => {
	const { request } = send(
		formBytes([
			{ name: 'file', filename: '../../etc/pass\u0001wd', content: pdf() },
			{ name: 'file', filename: 'C:\\temp\\rechnung\u202efdp.exe', content: pdf() },
			{ name: '__proto__', filename: 'x.pdf', content: pdf() },
		]),
	)
	const upload = await receive(request)
	expect(upload).toMatchObject({
		ok: true,
		files: [{ filename: 'pass wd.pdf' }, { filename: 'rechnungfdp.exe.pdf' }, { filename: 'x.pdf' }],
	})
})

test('DOC-4: a file that the scanner rejects is gone, and so are its companions', async () => {
	const { request } = send(
		formBytes([
			{ name: 'file', filename: 'ok.png', content: png },
			{ name: 'file', filename: 'bad.pdf', content: Buffer.concat([pdf(), Buffer.from('VIRUS')]) },
		]),
	)
	const isClean: UploadOptions['isClean'] = async (content) => {
		for await (const chunk of content) if (String(chunk).includes('VIRUS')) return false
		return true
	}
	expect(await receive(request, { isClean })).toMatchObject({ ok: false, reason: 'infected', filename: 'bad.pdf' })
	expect(await stored()).toEqual([])
})

test('DOC-4: a storage that fails is an error, and keeps nothing', async () => {
	let puts = 0
	const failing: Storage = {
		...storage,
		put: (...given) => (++puts === 2 ? Promise.reject(new Error('disk full')) : storage.put(...given)),
	}
	const parts = [1, 2, 3].map((i) => ({ name: 'file', filename: `${i}.pdf`, content: pdf(100_000) }))
	await expect(receive(send(formBytes(parts)).request, { storage: failing })).rejects.toThrow('disk full')
	expect(await stored()).toEqual([])
})

test('DOC-4: an upload is never whole in memory: a slow storage slows the sender down', async () => {
	const size = 8_000_000
	const sent = send(formBytes([{ name: 'file', filename: 'a.pdf', content: pdf(size) }]), { chunk: 65_536 })
	let ahead = 0
	const slow: Storage = {
		...storage,
		put: async (_key, body) => {
			let taken = 0
			for await (const chunk of body) {
				taken += chunk.length
				await new Promise((go) => setImmediate(go))
				ahead = Math.max(ahead, sent.read() - taken)
			}
			return { size: taken, sha256: '' }
		},
	}
	expect(await receive(sent.request, { storage: slow })).toMatchObject({ ok: true })
	expect(ahead).toBeLessThan(1_000_000)
})
