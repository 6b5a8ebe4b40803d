import { createHash, randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { listDocuments } from '#features/documents/reads.ts'
import { partsPrefix } from '#features/documents/uploads/resumable/rules.ts'
import { expireUploads } from '#features/documents/uploads/resumable/writes.ts'
import { theApp } from '#platform/app/app.ts'
import { setClock } from '#platform/clock/clock.ts'
import { read } from '#platform/db/db.ts'
import { systemScope } from '#platform/scope/make.ts'
import type { Scope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { pdf, storedKeys } from '#support/document.ts'
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
afterEach(() => setClock())

const office = '/office/documents/uploads/resumable'
let count = 0

async function makeHouse() {
	const slug = `parts-${++count}`
	const scope = await makeWorkspace({ slug })
	const account = await makeAccount({ in: scope })
	const [maya, dev, ana] = [
		await makeContact({ accounts: [account] }),
		await makeMember({ in: scope }),
		await makeMember({ in: scope }),
	]
	const as = async (who: Parameters<typeof makeSession>[0]) => {
		const cookie = await makeSession(who)
		const tus = (path: string, how: Ask = {}) =>
			ask(new URL(path, server.urlOf(slug)).href, {
				cookie,
				...how,
				headers: { 'tus-resumable': '1.0.0', ...how.headers },
			})
		return { cookie, tus }
	}
	return { slug, scope, account, client: await as(maya.scope), staff: await as(dev.scope), other: await as(ana.scope) }
}

type Tus = (path: string, how?: Ask) => ReturnType<typeof ask>

async function begin(tus: Tus, path: string, size: number, metadata: Record<string, string>): Promise<string> {
	const pairs = Object.entries(metadata).map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
	const headers = { 'upload-length': String(size), 'upload-metadata': pairs.join(',') }
	const answer = await tus(path, { method: 'POST', headers })
	if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`)
	return answer.headers.location ?? ''
}

const offsetOf = async (tus: Tus, url: string) => Number((await tus(url, { method: 'HEAD' })).headers['upload-offset'])

/** Sends a part over a line of its own, which is cut after `bytes` of it. */
function sendCut(slug: string, cookie: Cookie, url: string, offset: number, content: Buffer, bytes: number) {
	const address = new URL(server.urlOf(slug))
	return new Promise<void>((done) => {
		const line = connect(Number(address.port), '127.0.0.1', () => {
			line.write(
				`PATCH ${url} HTTP/1.1\r\nhost: ${address.host}\r\ncookie: ${cookie.name}=${cookie.value}\r\n` +
					`origin: ${address.origin}\r\ntus-resumable: 1.0.0\r\nupload-offset: ${offset}\r\n` +
					`content-type: application/offset+octet-stream\r\ncontent-length: ${content.length}\r\n\r\n`,
			)
			line.write(content.subarray(0, bytes), () => setTimeout(() => line.destroy(), 200))
		})
		line.on('error', () => {})
		line.on('close', () => done())
	})
}

async function send(tus: Tus, url: string, offset: number, content: Buffer) {
	const headers = { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }
	return tus(url, { method: 'PATCH', headers, bytes: content })
}

const documentsOf = async (scope: Scope) =>
	(await read(scope, (reader) => listDocuments(reader, {}, { limit: 9 }))).rows

test('DOC-4: 48 MB over a line that is cut twice end as one whole file', async () => {
	const { slug, scope, account, staff } = await makeHouse()
	const content = Buffer.concat([pdf(), randomBytes(48 * 1024 * 1024)])
	const { id: projectId } = await makeProject({ account })
	const place = { accountId: account.id, projectId, folder: 'reports', sharedWithPortal: 'on' }
	const fields = { filename: 'Roof survey.pdf', ...place }
	const url = await begin(staff.tus, office, content.length, fields)
	for (const cut of [9_000_000, 20_000_000]) {
		const from = await offsetOf(staff.tus, url)
		await sendCut(slug, staff.cookie, url, from, content.subarray(from), cut)
		// What came before the cut counts, as far as the server has read it.
		await expect.poll(() => offsetOf(staff.tus, url)).toBeGreaterThan(from)
	}
	expect((await staff.tus(url)).status).toBe(404)
	const from = await offsetOf(staff.tus, url)
	expect((await send(staff.tus, url, from, content.subarray(from))).status).toBe(204)
	const done = await staff.tus(url)
	const [document, ...more] = await documentsOf(scope)
	expect(more).toEqual([])
	expect(done.json()).toEqual({ ok: true, ids: [document?.id] })
	expect(document).toMatchObject({ title: 'Roof survey', projectId, folder: 'reports', sharedWithPortal: true })
	expect(document?.sha256).toBe(createHash('sha256').update(content).digest('hex'))
	// Nothing of the parts is left, and asking again changes nothing.
	expect(await storedKeys(scope.workspaceId)).toEqual([document?.storageKey])
	expect((await staff.tus(url)).json()).toEqual({ ok: true, ids: [document?.id] })
})

test('DOC-4: of two who send the same part at once one counts, and the last part makes one document', async () => {
	const { scope, account, staff } = await makeHouse()
	const content = Buffer.concat([pdf(), randomBytes(100_000)])
	const url = await begin(staff.tus, office, content.length, { filename: 'Plan.pdf', accountId: account.id })
	await Promise.all([0, 1, 2].map(() => send(staff.tus, url, 0, content.subarray(0, 50_000))))
	expect(await offsetOf(staff.tus, url)).toBe(50_000)
	await Promise.all([0, 1].map(() => send(staff.tus, url, 50_000, content.subarray(50_000))))
	await Promise.all([0, 1].map(() => staff.tus(url)))
	const [document, ...more] = await documentsOf(scope)
	expect([document?.size, more.length]).toEqual([content.length, 0])
	expect(await storedKeys(scope.workspaceId)).toEqual([document?.storageKey])
})

test('DOC-4: what comes in parts is looked at like what comes whole, and says why it is refused', async () => {
	const { scope, account, staff } = await makeHouse()
	const tries: [Record<string, string>, Buffer, string][] = [
		[{ filename: 'run.pdf', accountId: account.id }, Buffer.from('MZ program'), 'file_mismatch'],
		[{ filename: 'a.pdf', accountId: 'acc_nobody' }, pdf(), 'account_unknown'],
		[{ filename: 'a.pdf', accountId: account.id, folder: 'taxes' }, pdf(), 'folder_unknown'],
		[{ filename: 'a.pdf' }, pdf(), 'account_missing'],
		[{ filename: 'a\0.pdf' }, pdf(), 'account_missing'],
	]
	for (const [fields, content, code] of tries) {
		const url = await begin(staff.tus, office, content.length, fields)
		await send(staff.tus, url, 0, content)
		const answer = (await staff.tus(url)).json<{ ok: boolean; code: string; text: string }>()
		expect(answer).toMatchObject({ ok: false, code: code === 'file_mismatch' ? expect.stringMatching(/^file_/) : code })
		expect(answer.text).not.toBe('')
	}
	expect(await documentsOf(scope)).toEqual([])
	expect(await storedKeys(scope.workspaceId)).toEqual([])
	const large = await staff.tus(office, { method: 'POST', headers: { 'upload-length': String(51 * 1024 * 1024) } })
	expect(large.status).toBe(413)
})

test('DOC-4: nobody goes on with, asks about or ends what another sends', async () => {
	const { scope, account, staff, other, client } = await makeHouse()
	const elsewhere = await makeHouse()
	const content = pdf()
	const url = await begin(staff.tus, office, content.length, { filename: 'Plan.pdf', accountId: account.id })
	const unknown = `${office}/upl_01m8fnh4c6ftwt76xp38fza3vp`
	for (const stranger of [other, elsewhere.staff]) {
		for (const address of [url, unknown]) {
			expect((await stranger.tus(address, { method: 'HEAD' })).status).toBe(404)
			expect((await stranger.tus(address)).status).toBe(404)
			expect((await stranger.tus(address, { method: 'DELETE' })).status).toBe(404)
			expect((await send(stranger.tus, address, 0, content)).status).toBe(404)
		}
	}
	expect((await client.tus(url, { method: 'HEAD' })).headers.location).toContain('/office/sign-in')
	expect((await staff.tus(url, { method: 'DELETE' })).status).toBe(204)
	expect((await staff.tus(url, { method: 'HEAD' })).status).toBe(404)
	expect(await storedKeys(scope.workspaceId)).toEqual([])
})

test('DOC-2: what a client sends in parts lies in its own folder, whatever it says', async () => {
	const { scope, account, client } = await makeHouse()
	const content = pdf()
	const fields = { filename: 'Bill.pdf', title: '', place: account.id, folder: 'contracts', sharedWithPortal: 'off' }
	const url = await begin(client.tus, '/files/uploads/resumable', content.length, fields)
	expect((await send(client.tus, url, 0, content)).status).toBe(204)
	expect((await client.tus(url)).json()).toMatchObject({ ok: true })
	expect(await documentsOf(scope)).toMatchObject([{ folder: 'clientDocuments', sharedWithPortal: true }])
	const foreign = await begin(client.tus, '/files/uploads/resumable', content.length, {
		...fields,
		place: (await makeAccount({ in: scope })).id,
	})
	await send(client.tus, foreign, 0, content)
	expect((await client.tus(foreign)).json()).toMatchObject({ ok: false, code: 'account_unknown' })
})

test('DOC-4: a page gives a file no id of another program, so that two of them do not collide', async () => {
	const { scope, account, staff } = await makeHouse()
	const content = pdf()
	const sendOne = async () => {
		const fields = { filename: 'Plan.pdf', accountId: account.id, externalId: 'X-1' }
		const url = await begin(staff.tus, office, content.length, fields)
		await send(staff.tus, url, 0, content)
		return staff.tus(url)
	}
	for (let i = 0; i < 2; i++) expect((await sendOne()).json()).toMatchObject({ ok: true })
	expect((await documentsOf(scope)).map(({ externalId }) => externalId)).toEqual([null, null])
})

test('DOC-4: what nobody goes on with is forgotten after two days', async () => {
	const { scope, account, staff } = await makeHouse()
	const content = pdf()
	const url = await begin(staff.tus, office, content.length, { filename: 'Plan.pdf', accountId: account.id })
	await send(staff.tus, url, 0, content.subarray(0, 40))
	const system = systemScope(scope)
	// Of a process that died before it could note it.
	const lost = `${partsPrefix(scope.workspaceId)}/lost`
	await theApp().storage.put(lost, Readable.from([content]), { contentType: 'application/octet-stream' })
	await expireUploads(system)
	expect(await offsetOf(staff.tus, url)).toBe(40)
	expect(await storedKeys(scope.workspaceId)).toContain(lost)
	setClock(() => new Date(Date.now() + 3 * 86_400_000))
	await expireUploads(system)
	expect((await staff.tus(url, { method: 'HEAD' })).status).toBe(404)
	expect(await storedKeys(scope.workspaceId)).toEqual([])
})
