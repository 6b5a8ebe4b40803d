import { createHash, randomBytes } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { newApi } from '#platform/api/api.ts'
import { keyScope, systemScope } from '#platform/scope/make.ts'
import { type S3Simulator, startS3 } from '#simulators/s3.ts'
import { makeAccount } from '#support/account.ts'
import { makeDocument, pdf } from '#support/document.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { makeSite } from '#support/site.ts'
import { createS3Storage } from '#vendors/s3/storage.ts'
import { documentsApi } from './api.ts'

openDatabase({ jobs: ['document-thumbnail'] })

/** The operations of this feature as a key of this workspace meets them. */
function as(workspaceId: string, grants = ['documents:read', 'documents:write']) {
	const api = newApi()
	api.use('*', async (c, next) => {
		c.set('scope', keyScope({ workspaceId, keyId: 'key_1', grants }))
		await next()
	})
	api.onError((error) => {
		throw error
	})
	api.route('/', documentsApi)
	return async (method: string, path: string, body?: FormData | object, headers: Record<string, string> = {}) => {
		const form = body instanceof FormData
		const type: Record<string, string> = body && !form ? { 'content-type': 'application/json' } : {}
		const sent = form ? body : body && JSON.stringify(body)
		const response = await api.request(path, { method, body: sent, headers: { ...type, ...headers } })
		const text = await response.clone().text()
		const json = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : null
		return {
			status: response.status,
			headers: response.headers,
			json,
			bytes: Buffer.from(await response.arrayBuffer()),
		}
	}
}

function form(fields: Record<string, string>, content: Uint8Array = pdf(), name = 'Plan.pdf'): FormData {
	const data = new FormData()
	// The file first: programs send their parts in any order.
	data.set('file', new File([Buffer.from(content)], name))
	for (const [field, value] of Object.entries(fields)) data.set(field, value)
	return data
}

const storages = { disk: undefined, S3: () => s3Storage() }
let s3: S3Simulator | undefined
async function s3Storage() {
	s3 = await startS3()
	return createS3Storage({ bucket: s3.bucket, region: s3.region, endpoint: s3.url, credentials: s3 })
}
afterAll(() => s3?.close())

describe.each(Object.entries(storages))('on %s', (_name, open) => {
	openStorage(open)

	test('API-1: a document is uploaded, read, changed, shared, downloaded and removed', async () => {
		const account = await makeAccount()
		const site = await makeSite({ account })
		const call = as(account.workspaceId)
		const content = Buffer.concat([pdf(), randomBytes(9_000_000)])
		const fields = { siteId: site.id, title: 'Roof warranty', folder: 'Warranties', externalId: 'crm-1' }
		const made = await call('POST', '/documents', form(fields, content))
		expect(made.status).toBe(201)
		const { id } = made.json
		const sha256 = createHash('sha256').update(content).digest('hex')
		expect(made.headers.get('location')).toBe(`/api/v1/documents/${id}`)
		const facts = {
			externalId: 'crm-1',
			accountId: account.id,
			siteId: site.id,
			projectId: null,
			size: content.length,
			sha256,
		}
		const shown = {
			...facts,
			title: 'Roof warranty',
			folder: 'warranties',
			sharedWithPortal: false,
			contentType: 'application/pdf',
		}
		expect(made.json).toMatchObject(shown)
		expect((await call('GET', `/documents/${id}`)).json).toEqual(made.json)
		const changed = await call('PATCH', `/documents/${id}`, { title: 'Warranty', sharedWithPortal: true, siteId: null })
		expect(changed.json).toMatchObject({
			...facts,
			siteId: null,
			title: 'Warranty',
			sharedWithPortal: true,
			folder: 'warranties',
		})
		const whole = await call('GET', `/documents/${id}/content`)
		expect(whole.bytes.equals(content)).toBe(true)
		expect(whole.headers.get('content-disposition')).toContain('attachment; filename="Warranty.pdf"')
		const part = await call('GET', `/documents/${id}/content`, undefined, { range: 'bytes=8999990-8999999' })
		expect(part.status).toBe(206)
		expect(part.bytes.equals(content.subarray(8_999_990, 9_000_000))).toBe(true)
		expect((await call('DELETE', `/documents/${id}/share`)).status).toBe(204)
		expect((await call('POST', `/documents/${id}/share`)).json).toMatchObject({ sharedWithPortal: true })
		expect((await call('DELETE', `/documents/${id}`)).status).toBe(204)
		for (const path of [`/documents/${id}`, `/documents/${id}/content`])
			expect((await call('GET', path)).status).toBe(404)
	})

	test('API-1: an external id is created and then changed by PUT', async () => {
		const account = await makeAccount()
		const call = as(account.workspaceId)
		const put = (body: FormData | object) => call('PUT', '/documents/external/crm-9', body)
		expect(await put({ title: 'Nothing there' })).toMatchObject({ status: 422, json: { errors: [{ path: 'file' }] } })
		const made = await put(form({ accountId: account.id, folder: 'permits', sharedWithPortal: 'true' }))
		expect(made).toMatchObject({
			status: 201,
			json: { externalId: 'crm-9', folder: 'permits', sharedWithPortal: true },
		})
		const content = pdf()
		const replaced = await put(form({ title: 'Second' }, content))
		const { id } = made.json
		expect(replaced).toMatchObject({
			status: 200,
			json: { id, title: 'Second', folder: 'permits', sharedWithPortal: true },
		})
		expect((await call('GET', `/documents/${id}/content`)).bytes.equals(content)).toBe(true)
		expect(await put({ title: 'Third' })).toMatchObject({ status: 200, json: { id, title: 'Third' } })
		const taken = await call('POST', '/documents', form({ accountId: account.id, externalId: 'crm-9' }))
		expect(taken).toMatchObject({ status: 409, json: { errors: [{ path: 'externalId', code: 'external_id_taken' }] } })
	})
})

describe('on disk', () => {
	openStorage()

	test.each([
		['a program named .pdf', Buffer.from('MZ\u0090\u0000program'), 'bill.pdf', 422, 'file_executable'],
		[
			'an SVG with a script',
			Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
			'a.png',
			422,
			'file_svg',
		],
		['a web page', Buffer.from('<!doctype html><script>1</script>'), 'page.pdf', 422, 'file_html'],
		['an empty file', Buffer.alloc(0), 'empty.pdf', 422, 'file_empty'],
	])('API-1: %s is refused by name', async (_what, content, name, status, code) => {
		const account = await makeAccount()
		const refused = await as(account.workspaceId)('POST', '/documents', form({ accountId: account.id }, content, name))
		expect(refused).toMatchObject({ status, json: { errors: [{ path: 'file', code }] } })
		expect(refused.headers.get('content-type')).toBe('application/problem+json')
	})

	test('API-1: 51 MB are too many', async () => {
		const account = await makeAccount()
		const content = Buffer.concat([pdf(), Buffer.alloc(51 * 1024 * 1024)])
		const refused = await as(account.workspaceId)('POST', '/documents', form({ accountId: account.id }, content))
		expect(refused).toMatchObject({ status: 413, json: { type: 'urn:problem:file_too_large' } })
	})

	test('API-1: what is missing or wrong in the fields is named', async () => {
		const account = await makeAccount()
		const call = as(account.workspaceId)
		const errors = async (data: FormData) => (await call('POST', '/documents', data)).json.errors
		expect(await errors(form({}))).toMatchObject([{ path: 'accountId', code: 'account_missing' }])
		const many = { accountId: account.id, folder: 'taxes', title: 'x'.repeat(201), sharedWithPortal: 'maybe' }
		expect((await errors(form(many))).map(({ path }: { path: string }) => path).sort()).toEqual([
			'folder',
			'sharedWithPortal',
			'title',
		])
		const other = await makeAccount()
		expect(await errors(form({ accountId: other.id }))).toMatchObject([{ code: 'account_unknown' }])
		expect(await call('POST', '/documents', { accountId: account.id })).toMatchObject({ status: 400 })
		const nothing = new FormData()
		nothing.set('accountId', account.id)
		expect(await errors(nothing)).toMatchObject([{ path: 'file', code: 'file_missing' }])
		const { id } = await makeDocument({ account })
		expect((await call('PATCH', `/documents/${id}`, { folder: 'taxes' })).json.errors).toMatchObject([
			{ code: 'folder_unknown' },
		])
	})

	test('API-1: the list is filtered and paged', async () => {
		const account = await makeAccount()
		const other = await makeAccount({ in: systemScope(account) })
		for (const folder of ['permits', 'permits', 'contracts'] as const)
			await makeDocument({ account, folder, title: `Roof ${folder}` })
		await makeDocument({ account: other, sharedWithPortal: true })
		await makeDocument({ title: 'Roof elsewhere' })
		const call = as(account.workspaceId)
		const count = async (query: string) => (await call('GET', `/documents?${query}`)).json.data.length
		expect(await count('')).toBe(4)
		expect(await count(`accountId=${account.id}`)).toBe(3)
		expect(await count(`accountId=${account.id}&folder=permits`)).toBe(2)
		expect(await count('sharedWithPortal=true')).toBe(1)
		expect(await count('q=roof')).toBe(3)
		const first = await call('GET', '/documents?limit=3')
		const second = await call('GET', `/documents?limit=3&cursor=${first.json.nextCursor}`)
		expect(second.json).toMatchObject({ nextCursor: null, data: [{}] })
		const all = [...first.json.data, ...second.json.data].map(({ id }: { id: string }) => id)
		expect(new Set(all).size).toBe(4)
		for (const query of ['limit=0', 'limit=201', 'cursor=x', 'folder=taxes', 'sharedWithPortal=1']) {
			expect((await call('GET', `/documents?${query}`)).status).toBe(422)
		}
	})

	test('API-1: contents are versions that can be listed, downloaded and made to count again', async () => {
		const document = await makeDocument()
		const call = as(document.workspaceId)
		const path = `/documents/${document.id}/versions`
		const sent = await call('POST', path, form({}, pdf(), 'v2.pdf'))
		expect([sent.status, sent.json.version]).toEqual([201, 2])
		const { json } = await call('GET', path)
		expect(json.data.map((one: { version: number }) => one.version)).toEqual([2, 1])
		expect(json.data[1].sha256).toBe(document.sha256)
		expect((await call('GET', `${path}/1/content`)).status).toBe(200)
		const back = await call('POST', `${path}/1/restoration`, {})
		expect([back.status, back.json.version, back.json.sha256]).toEqual([201, 3, document.sha256])
		for (const version of ['0', '9']) {
			expect((await call('GET', `${path}/${version}/content`)).status).toBe(404)
			expect((await call('POST', `${path}/${version}/restoration`, {})).status).toBe(404)
		}
		const foreign = as((await makeAccount()).workspaceId)
		expect((await foreign('GET', path)).status).toBe(404)
		expect((await foreign('POST', path, form({}))).status).toBe(404)
	})

	test('API-1: another workspace’s documents do not exist, and a key does only what it was given', async () => {
		const mine = await makeDocument({ sharedWithPortal: true, externalId: 'crm-1' })
		const account = await makeAccount()
		const call = as(account.workspaceId)
		const known = await call('GET', `/documents/${mine.id}`)
		const unknown = await call('GET', `/documents/${mine.id.slice(0, -4)}0000`)
		expect([known.status, known.json]).toEqual([unknown.status, unknown.json])
		const tries: [string, string, object?][] = [
			['GET', '/content'],
			['PATCH', '', { title: 'x' }],
			['DELETE', ''],
			['POST', '/share'],
			['DELETE', '/share'],
		]
		for (const [method, path, body] of tries)
			expect((await call(method, `/documents/${mine.id}${path}`, body)).status).toBe(404)
		expect((await call('GET', '/documents')).json.data).toEqual([])
		const reader = as(mine.workspaceId, ['documents:read'])
		expect((await reader('GET', `/documents/${mine.id}`)).status).toBe(200)
		for (const [method, path, body] of tries.slice(1))
			expect((await reader(method, `/documents/${mine.id}${path}`, body)).status).toBe(403)
		expect((await as(mine.workspaceId, [])('GET', `/documents/${mine.id}/content`)).status).toBe(403)
	})
})

test('API-1: every operation on documents is documented, with its grant', () => {
	const { paths = {} } = documentsApi.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'x', version: '1' } })
	const operations = Object.entries(paths).flatMap(([path, methods]) =>
		Object.entries(methods ?? {}).map(([method, { security }]) => `${method} ${path} ${security?.[0]?.key}`),
	)
	expect(operations.sort()).toEqual([
		'delete /documents/{id} documents:write',
		'delete /documents/{id}/share documents:write',
		'delete /picture-pairs/{id} documents:write',
		'get /documents documents:read',
		'get /documents/{id} documents:read',
		'get /documents/{id}/content documents:read',
		'get /documents/{id}/display documents:read',
		'get /documents/{id}/versions documents:read',
		'get /documents/{id}/versions/{version}/content documents:read',
		'get /picture-pairs documents:read',
		'get /picture-pairs/{id} documents:read',
		'patch /documents/{id} documents:write',
		'post /documents documents:write',
		'post /documents/{id}/share documents:write',
		'post /documents/{id}/versions documents:write',
		'post /documents/{id}/versions/{version}/restoration documents:write',
		'post /picture-pairs documents:write',
		'put /documents/external/{externalId} documents:write',
	])
	expect(JSON.stringify(paths['/documents']?.post?.requestBody)).toContain('multipart/form-data')
})
