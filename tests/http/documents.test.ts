import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listDocuments } from '#features/documents/reads.ts'
import { theApp } from '#platform/app/app.ts'
import { read } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import type { StaffScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDocument, pdf } from '#support/document.ts'
import { type Ask, ask, type Cookie } from '#support/http.ts'
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
	server = await startServer({ databaseUrl: database.url, dataDir: theApp().config.dataDir })
})
afterAll(() => server.stop())

let count = 0

/** A company with one client and one member, both signed in. */
async function makeHouse() {
	const slug = `house-${++count}`
	const scope = await makeWorkspace({ slug })
	const account = await makeAccount({ in: scope })
	const maya = await makeContact({ accounts: [account] })
	const dev = await makeMember({ in: scope })
	const cookies = { client: await makeSession(maya.scope), staff: await makeSession(dev.scope) }
	const as = (cookie?: Cookie) => (path: string, how?: Ask) => ask(server.urlOf(slug) + path, { cookie, ...how })
	return {
		slug,
		scope,
		account,
		maya,
		dev,
		client: as(cookies.client),
		staff: as(cookies.staff),
		visitor: as(),
		cookies,
	}
}

function form(fields: Record<string, string>, content: Uint8Array = pdf(), name = 'Plan.pdf'): FormData {
	const data = new FormData()
	for (const [field, value] of Object.entries(fields)) data.set(field, value)
	data.set('file', new File([Buffer.from(content)], name))
	return data
}

const json = { accept: 'application/json' }
const list = async (scope: StaffScope) => (await read(scope, (reader) => listDocuments(reader, {}, { limit: 50 }))).rows
async function storedIn(workspaceId: string): Promise<string[]> {
	const keys: string[] = []
	for await (const key of theApp().storage.list(`${workspaceId}/`)) keys.push(key)
	return keys
}

test('DOC-1: no address of a document shows it to anybody else, in the same words as for an unknown one', async () => {
	const mine = await makeHouse()
	const neighbour = await makeContact({ accounts: [await makeAccount({ in: mine.scope })] })
	const other = await makeHouse()
	const shared = await makeDocument({ account: mine.account, sharedWithPortal: true, title: 'Secret permit' })
	const hidden = await makeDocument({ account: mine.account, title: 'Secret margin' })
	const asNeighbour = async (path: string) =>
		ask(server.urlOf(mine.slug) + path, { cookie: await makeSession(neighbour.scope) })
	const ways: [string, (path: string) => Promise<{ status: number; text: string }>, string, string[]][] = [
		['the neighbour', asNeighbour, '/files', [shared.id, hidden.id]],
		['the client, what is not shared', mine.client, '/files', [hidden.id]],
		['a client of another company', other.client, '/files', [shared.id, hidden.id]],
		['staff of another company', other.staff, '/office/documents', [shared.id, hidden.id]],
	]
	for (const [who, get, base, ids] of ways) {
		for (const id of ids) {
			for (const path of ['', '/content', '/thumbnail', '/content?download']) {
				const known = await get(`${base}/${id}${path}`)
				const unknownId = newId('doc')
				const unknown = await get(`${base}/${unknownId}${path}`)
				expect(known.status, `${who} at ${path}`).toBe(404)
				const plain = (text: string, id: string) =>
					text
						.replaceAll(id, 'ID')
						.replace(/req_\w+|nonce(-|=")[\w+/=]+/g, '')
						.replace(/sveltekit_\w+/g, '')
				expect(plain(known.text, id)).toBe(plain(unknown.text, unknownId))
			}
		}
		expect((await get(base)).text, who).not.toContain('Secret margin')
	}
	for (const path of ['/files', `/files/${shared.id}`, `/files/${shared.id}/content`]) {
		expect((await mine.visitor(path)).headers.location).toContain('/sign-in?next=')
	}
	expect((await mine.client(`/office/documents/${shared.id}/content`)).headers.location).toContain('/office/sign-in')
	expect((await mine.client(`/files/${shared.id}/content`)).status).toBe(200)
})

test('DOC-1: staff change only what is theirs', async () => {
	const mine = await makeHouse()
	const other = await makeHouse()
	const { id } = await makeDocument({ account: mine.account, sharedWithPortal: true })
	for (const what of ['unshare', 'remove', 'move', 'restore']) {
		const answer = await other.staff(`/office/documents/changes?what=${what}&id=${id}`, {
			headers: json,
			body: new URLSearchParams({ folder: 'permits' }),
		})
		expect(answer.json()).toEqual({ ok: true, ids: [] })
	}
	const edit = await other.staff(`/office/documents/${id}?/save`, {
		body: new URLSearchParams({ title: 'x', folder: 'other' }),
	})
	expect(edit.status).toBe(404)
	expect(await list(mine.dev.scope)).toMatchObject([{ title: 'Plan', sharedWithPortal: true, folder: 'other' }])
	const upload = await other.staff('/office/documents/uploads', {
		headers: json,
		body: form({ accountId: mine.account.id }),
	})
	expect(upload.json()).toMatchObject({ ok: false, code: 'account_unknown' })
	expect(
		(await mine.client('/office/documents/changes?what=remove', { body: new URLSearchParams({ id }) })).status,
	).toBe(303)
	expect(await list(mine.dev.scope)).toHaveLength(1)
})

test('DOC-4: a browser gets parts, the same content only once, and nothing that could run', async () => {
	const { account, client } = await makeHouse()
	const content = Buffer.concat([pdf(), randomBytes(200_000)])
	const { id } = await makeDocument({ account, sharedWithPortal: true, title: 'Dach “Süd”', content })
	const path = `/files/${id}/content`
	const whole = await client(path)
	expect(whole.headers).toMatchObject({
		'content-type': 'application/pdf',
		'content-length': String(content.length),
		'accept-ranges': 'bytes',
		'cache-control': 'private, no-cache',
		'x-content-type-options': 'nosniff',
		etag: `"${createHash('sha256').update(content).digest('hex')}"`,
	})
	expect(whole.headers['content-disposition']).toContain('inline; ')
	expect(whole.headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox/)
	expect((await client(`${path}?download`)).headers['content-disposition']).toMatch(
		/^attachment; .*filename\*=UTF-8''Dach%20%E2%80%9CS%C3%BCd%E2%80%9D\.pdf$/,
	)
	expect((await client(path, { headers: { 'if-none-match': whole.headers.etag ?? '' } })).status).toBe(304)
	const part = await client(path, { headers: { range: 'bytes=100-149' } })
	expect([part.status, part.headers['content-range']]).toEqual([206, `bytes 100-149/${content.length}`])
	expect((await client(path, { headers: { range: 'bytes=999999-' } })).status).toBe(416)
	const head = await client(path, { method: 'HEAD' })
	expect([head.status, head.headers['content-length'], head.text]).toEqual([200, String(content.length), ''])
	const text = await makeDocument({
		account,
		sharedWithPortal: true,
		content: Buffer.from('<b>'),
		contentType: 'text/plain',
		filename: 'a.txt',
	})
	expect((await client(`/files/${text.id}/content`)).headers['content-disposition']).toContain('attachment')
})

test('DOC-2: a client sends a file without scripts, and finds it in its own folder', async () => {
	const { account, client, dev } = await makeHouse()
	const content = pdf()
	const fields = { title: 'Utility bill', place: account.id, folder: 'contracts', sharedWithPortal: 'off' }
	const sent = await client('/files/uploads', { body: form(fields, content) })
	expect([sent.status, sent.headers.location]).toEqual([303, '/files?folder=clientDocuments&sent=1'])
	expect((await client('/files?folder=clientDocuments&sent=1')).text).toContain('Utility bill')
	expect(await list(dev.scope)).toMatchObject([
		{ folder: 'clientDocuments', sharedWithPortal: true, size: content.length },
	])
})

const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
test.each([
	['a program named .pdf', Buffer.from('MZ\u0090\u0000\u0003'), 'factura.pdf', 422, /programa/],
	['an SVG with a script', Buffer.from(svg), 'dibujo.png', 422, /SVG/],
	['an empty file', Buffer.alloc(0), 'vacio.pdf', 422, /vacío/],
	['60 MB', Buffer.concat([pdf(), Buffer.alloc(60_000_000)]), 'grande.pdf', 413, /50 MB/],
	['more than the server reads', Buffer.concat([pdf(), Buffer.alloc(70_000_000)]), 'enorme.pdf', 413, /50 MB/],
])(
	'DOC-4: %s is refused in the reader’s language, the typing kept and nothing stored',
	async (_what, content, name, status, words) => {
		const { account, maya, slug, dev } = await makeHouse()
		const spanish = await makeContact({ accounts: [account], language: 'es' })
		const cookie = await makeSession(spanish.scope)
		const send = (headers?: Record<string, string>) =>
			ask(`${server.urlOf(slug)}/files/uploads`, {
				cookie,
				headers,
				body: form({ title: 'Recibo de marzo', place: account.id }, content, name),
			})
		const scripted = await send(json)
		expect(scripted.status).toBe(status)
		expect(scripted.json<{ text: string }>().text).toMatch(words)
		const plain = await send()
		expect(plain.status).toBe(303)
		const page = await ask(server.urlOf(slug) + plain.headers.location, { cookie })
		expect(page.text).toMatch(words)
		expect(page.text).toContain('value="Recibo de marzo"')
		expect(await list(dev.scope)).toEqual([])
		expect(await storedIn(maya.scope.workspaceId)).toEqual([])
	},
)

test('DOC-4: without scripts the office comes back to the form of the account and project, whatever was too large', async () => {
	const { account, staff, dev } = await makeHouse()
	const project = await makeProject({ account })
	const fields = { accountId: account.id, projectId: project.id, folder: 'permits', sharedWithPortal: 'on' }
	for (const bytes of [55_000_000, 70_000_000]) {
		const sent = await staff('/office/documents/uploads', {
			body: form(fields, Buffer.concat([pdf(), Buffer.alloc(bytes)]), 'huge.pdf'),
		})
		const back = new URL(sent.headers.location ?? '', 'http://here')
		expect([sent.status, back.pathname]).toEqual([303, '/office/documents/new'])
		expect(Object.fromEntries(back.searchParams)).toMatchObject(fields)
		const page = await staff(back.pathname + back.search)
		expect(page.text).toContain('50 MB')
		expect(page.text).toContain(`name="projectId" value="${project.id}"`)
		expect(page.text).toMatch(/<option value="permits" selected/)
	}
	expect(await list(dev.scope)).toEqual([])
})

test('DOC-4: an upload that is cut leaves nothing, and the server goes on', async () => {
	const { account, slug, dev, cookies, staff } = await makeHouse()
	const host = new URL(server.urlOf(slug)).host
	const head = `--b\r\ncontent-disposition: form-data; name="accountId"\r\n\r\n${account.id}\r\n--b\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n`
	await new Promise<void>((done) => {
		const socket = connect(server.port, '127.0.0.1', () => {
			socket.write(
				`POST /office/documents/uploads HTTP/1.1\r\nhost: ${host}\r\ncookie: ${cookies.staff.name}=${cookies.staff.value}\r\n` +
					'content-type: multipart/form-data; boundary=b\r\ncontent-length: 9000000\r\n\r\n',
			)
			socket.write(Buffer.concat([Buffer.from(head), pdf(), randomBytes(3_000_000)]), () => socket.destroy())
		})
		socket.on('close', () => done())
		socket.on('error', () => {})
	})
	await expect.poll(() => storedIn(dev.scope.workspaceId)).toEqual([])
	expect(await list(dev.scope)).toEqual([])
	expect(
		(await staff('/office/documents/uploads', { headers: json, body: form({ accountId: account.id }) })).status,
	).toBe(200)
})

/** Bytes that the process holds in memory now. */
function memoryOf(pid: number): number {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8')
	return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024
}

test.runIf(process.platform === 'linux')(
	'DOC-4: five large files at once are streamed, not held in memory',
	async () => {
		const { account, staff, dev } = await makeHouse()
		const content = Buffer.concat([pdf(), Buffer.alloc(45_000_000, 7)])
		const upload = () =>
			staff('/office/documents/uploads', { headers: json, body: form({ accountId: account.id }, content) })
		await upload()
		const before = memoryOf(server.pid)
		let most = before
		const watch = setInterval(() => {
			most = Math.max(most, memoryOf(server.pid))
		}, 20)
		const answers = await Promise.all(Array.from({ length: 5 }, upload))
		clearInterval(watch)
		expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200))
		expect(most - before).toBeLessThan(120_000_000)
		const sha256 = createHash('sha256').update(content).digest('hex')
		expect((await list(dev.scope)).every((one) => one.sha256 === sha256)).toBe(true)
	},
)

test('DOC-1: without scripts staff upload, share, rename and remove a document, and take the removal back', async () => {
	const { account, staff, dev, client } = await makeHouse()
	const sent = await staff('/office/documents/uploads', {
		body: form({ accountId: account.id, folder: 'permits' }, pdf(), 'BP-4711.pdf'),
	})
	expect(sent.headers.location).toMatch(/^\/office\/documents\?account=acc_\w+&did=upload&ids=doc_\w+$/)
	const id = (await list(dev.scope))[0]?.id ?? ''
	expect((await staff(sent.headers.location ?? '')).text).toContain('1 document was uploaded.')
	const change = (what: string, fields: Record<string, string> = {}) =>
		staff(`/office/documents/changes?what=${what}`, {
			body: new URLSearchParams({ id, next: `/office/documents?account=${account.id}`, ...fields }),
		})
	expect((await client('/files?folder=permits')).text).not.toContain('BP-4711')
	expect((await change('share')).headers.location).toBe(`/office/documents?account=${account.id}&did=share&ids=${id}`)
	expect((await client('/files?folder=permits')).text).toContain('BP-4711')
	const empty = await staff(`/office/documents/${id}?/save`, {
		body: new URLSearchParams({ title: ' ', folder: 'contracts' }),
	})
	expect([empty.status, empty.text.includes('Fill this in.')]).toEqual([422, true])
	const renamed = await staff(`/office/documents/${id}?/save`, {
		body: new URLSearchParams({ title: 'City permit', folder: 'contracts', sharedWithPortal: 'on' }),
	})
	expect(renamed.headers.location).toBe(`/office/documents/${id}?saved`)
	expect(await list(dev.scope)).toMatchObject([{ title: 'City permit', folder: 'contracts', sharedWithPortal: true }])
	const removed = await change('remove')
	expect((await staff(removed.headers.location ?? '')).text).toContain('Undo')
	expect((await client(`/files/${id}`)).status).toBe(404)
	await change('restore', { next: 'https://elsewhere.example' })
	expect((await client(`/files/${id}`)).status).toBe(200)
})

test('DOC-1: what a client has opened is no longer new to it; the office sees when', async () => {
	const { account, client, staff } = await makeHouse()
	const { id } = await makeDocument({ account, sharedWithPortal: true, folder: 'contracts' })
	expect((await client('/files')).text).toContain('1 new')
	expect((await staff(`/office/documents/${id}`)).text).toContain('Not opened yet')
	await staff(`/office/documents/${id}/content`)
	await client(`/files/${id}/content`, { method: 'HEAD' })
	expect((await client('/files')).text).toContain('1 new')
	await client(`/files/${id}/content`)
	expect((await client('/files')).text).not.toContain('1 new')
	expect((await staff(`/office/documents/${id}`)).text).toContain('Opened ')
})
