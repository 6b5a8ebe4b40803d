import { afterAll, beforeAll, expect, test } from 'vitest'
import { theApp } from '#platform/app/app.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDocument, pdf } from '#support/document.ts'
import { type Ask, ask } from '#support/http.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { unzip } from '#support/zip.ts'

const database = openDatabase({ jobs: ['document-thumbnail'] })
openStorage()

let server: TestServer
beforeAll(async () => {
	server = await startServer({ databaseUrl: database.url, dataDir: theApp().config.dataDir })
})
afterAll(() => server.stop())

let count = 0

async function makeHouse() {
	const slug = `versions-${++count}`
	const scope = await makeWorkspace({ slug })
	const account = await makeAccount({ in: scope, name: 'Reyes household' })
	const [maya, dev] = [await makeContact({ accounts: [account] }), await makeMember({ in: scope })]
	const as = async (who: Parameters<typeof makeSession>[0]) => {
		const cookie = await makeSession(who)
		return (path: string, how?: Ask) => ask(server.urlOf(slug) + path, { cookie, ...how })
	}
	return { scope, account, client: await as(maya.scope), staff: await as(dev.scope) }
}

function withFile(name: string, content: Uint8Array): FormData {
	const data = new FormData()
	data.set('file', new File([Buffer.from(content)], name))
	return data
}

test('DOC-1: staff put a new version in place and the old one back; a client sees only what counts', async () => {
	const { account, staff, client } = await makeHouse()
	const document = await makeDocument({ account, sharedWithPortal: true, title: 'Permit' })
	const office = `/office/documents/${document.id}`
	const second = pdf()
	const sent = await staff(`${office}/versions/uploads`, { body: withFile('v2.pdf', second) })
	expect([sent.status, sent.headers.location]).toEqual([303, `${office}?replaced#versions`])
	expect((await client(`/files/${document.id}/content`)).bytes).toEqual(second)
	const first = await staff(`${office}/versions/1/content`)
	expect(first.status).toBe(200)
	expect(first.headers['content-disposition']).toContain('attachment')
	expect((await staff(`${office}?replaced`)).text).toContain('Version 2 counts now.')
	const refused = await staff(`${office}/versions/uploads`, { body: withFile('v3.pdf', Buffer.from('MZ program')) })
	expect(refused.headers.location).toContain(`${office}?refused=file_`)
	const page = await staff(refused.headers.location ?? '')
	expect(page.text).toContain('role="alert"')
	const back = await staff(`${office}?/restore`, { body: new URLSearchParams({ version: '1' }) })
	expect(back.status).toBe(303)
	expect((await client(`/files/${document.id}/content`)).bytes).toEqual(first.bytes)
	for (const version of ['0', '4', 'x', '1e9', '']) {
		const restored = await staff(`${office}?/restore`, { body: new URLSearchParams({ version }) })
		expect(restored.status, version).toBe(404)
		expect((await staff(`${office}/versions/${version || '9'}/content`)).status, version).toBe(404)
	}
})

test('DOC-1: versions, archives and removed documents are the company’s own', async () => {
	const mine = await makeHouse()
	const other = await makeHouse()
	const document = await makeDocument({ account: mine.account, sharedWithPortal: true, title: 'Secret permit' })
	const office = `/office/documents/${document.id}`
	await mine.staff(`${office}/versions/uploads`, { body: withFile('v2.pdf', pdf()) })
	const tries: [string, Ask?][] = [
		[`${office}/versions/1/content`],
		[`${office}/versions/uploads`, { body: withFile('x.pdf', pdf()) }],
		[`${office}?/restore`, { body: new URLSearchParams({ version: '1' }) }],
		['/office/documents/archive', { body: new URLSearchParams({ id: document.id }) }],
	]
	for (const [path, how] of tries) {
		const json = { ...how, headers: { accept: 'application/json' } }
		expect((await other.staff(path, json)).status, path).toBeOneOf([404, 422])
		expect((await mine.client(path, how)).headers.location, path).toContain('/office/sign-in')
	}
	await mine.staff('/office/documents/changes?what=remove', { body: new URLSearchParams({ id: document.id }) })
	expect((await mine.staff('/office/documents/removed')).text).toContain('Secret permit')
	expect((await other.staff('/office/documents/removed')).text).not.toContain('Secret')
	expect((await mine.staff(office)).status).toBe(404)
	await mine.staff('/office/documents/changes?what=restore', { body: new URLSearchParams({ id: document.id }) })
	expect((await mine.staff('/office/documents/removed')).text).not.toContain('Secret')
	expect((await mine.staff(`${office}/versions/1/content`)).status).toBe(200)
})

test('DOC-1: chosen documents come as one archive, each under a name of its own', async () => {
	const { account, scope, staff } = await makeHouse()
	const made = [
		await makeDocument({ account, title: 'Permit' }),
		await makeDocument({ account, title: 'permit' }),
		await makeDocument({ account, title: 'a/b: "Plan"' }),
	]
	const form = new URLSearchParams(made.map(({ id }) => ['id', id]))
	const answer = await staff('/office/documents/archive', { body: form })
	expect(answer.headers['content-disposition']).toContain('Reyes household.zip')
	const zip = unzip(answer.bytes)
	expect(zip.names).toEqual(['Permit.pdf', 'b_ _Plan_.pdf', 'permit (2).pdf'])
	for (const name of zip.names) expect(zip.read(name).subarray(0, 5).toString()).toBe('%PDF-')
	const elsewhere = await makeDocument({ account: await makeAccount({ in: scope }) })
	form.append('id', elsewhere.id)
	const mixed = await staff('/office/documents/archive', { body: form })
	expect(unzip(mixed.bytes).names).toHaveLength(4)
	expect((await staff('/office/documents/archive', { body: new URLSearchParams() })).status).toBe(404)
	expect((await staff('/office/documents/archive', { body: { id: elsewhere.id } })).status).toBe(400)
})
