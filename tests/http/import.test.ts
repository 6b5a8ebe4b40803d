import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, ask, type Cookie } from '#support/http.ts'
import { customersFile } from '#support/imports.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'

const database = openDatabase()
let server: TestServer
let office: string
let cookie: Cookie

beforeAll(async () => {
	const scope = await makeWorkspace({ slug: 'sunny' })
	await makeWorkspace({ slug: 'other' })
	cookie = await makeSession((await makeMember({ in: scope })).scope)
	server = await startServer({ databaseUrl: database.url })
	office = `${server.urlOf('sunny')}/office/import`
})
afterAll(() => server?.stop())

function upload(content: string | Buffer, name = 'customers.csv', as: Cookie | undefined = cookie): Promise<Answer> {
	const form = new FormData()
	form.set('file', new File([new Uint8Array(Buffer.from(content))], name))
	return ask(`${office}/upload`, { body: form, cookie: as, headers: { origin: server.urlOf('sunny') } })
}

function post(page: string, action: string, fields: Record<string, string> = {}): Promise<Answer> {
	return ask(`${page}?/${action}`, {
		body: new URLSearchParams(fields),
		cookie,
		headers: { origin: server.urlOf('sunny') },
	})
}

async function until(page: string, words: RegExp): Promise<string> {
	for (const deadline = Date.now() + 50_000; ; ) {
		const { text } = await ask(page, { cookie })
		if (words.test(text)) return text
		if (Date.now() > deadline) throw new Error(`never ${words} at ${page}:\n${server.log()}`)
		await new Promise((done) => setTimeout(done, 100))
	}
}

function chosenFields(page: string): Record<string, string> {
	const selects = [...page.matchAll(/<select[^>]*name="(column-\d+)"[^>]*>([\s\S]*?)<\/select>/g)]
	const chosen = (options: string) => /<option value="([^"]*)" selected/.exec(options)?.[1] ?? ''
	return Object.fromEntries(selects.map(([, name, options]) => [name, chosen(options ?? '')]))
}

test('API-3: without JavaScript: upload, columns as guessed, dry run, import, the rows to mend', async () => {
	const brought = await upload(readFileSync(customersFile))
	expect(brought.status).toBe(303)
	const page = new URL(brought.headers.location ?? '', office).href
	const fields = chosenFields((await ask(page, { cookie })).text)
	expect(fields).toMatchObject({ 'column-0': 'externalId', 'column-4': 'email', 'column-14': 'notes' })
	expect((await post(page, 'check', { ...fields, 'column-0': 'email' })).status).toBe(422)
	expect((await post(page, 'check', fields)).status).toBe(303)
	const report = await until(page, /\?\/start/)
	expect(report).toContain('Import 617 rows')
	expect((await ask(`${page}?rows=rejected`, { cookie })).text).toContain('The row is empty.')
	expect((await post(page, 'start')).status).toBe(303)
	await until(page, /Import finished/)
	expect((await post(page, 'start')).status).toBe(409)
	const mend = await ask(`${page}/problems.csv`, { cookie })
	expect(mend.headers['content-type']).toContain('text/csv')
	expect(mend.text.split('\r\n')[1]).toMatch(/^C-00004,.*,4,First name: No name/)
})

test('API-3: a file of formulas comes back defused', async () => {
	const brought = await upload('Name,Email,Notes\n=cmd|x,not mail,@SUM(A1)\n')
	const page = new URL(brought.headers.location ?? '', office).href
	await post(page, 'check', chosenFields((await ask(page, { cookie })).text))
	await until(page, /\?\/start/)
	expect((await ask(`${page}/problems.csv`, { cookie })).text).toContain("\n'=cmd|x,not mail,'@SUM(A1),1,")
})

test.each([
	['a spreadsheet', Buffer.from('504b0304140000000800', 'hex'), 'list.csv', /not a CSV file/],
	['a program', Buffer.from('4d5a9000', 'hex'), 'list.csv', /not a CSV file/],
	['nothing', '', 'list.csv', /Choose a file first/],
	['a header without rows', 'Name,Email\n', 'list.csv', /a header but no rows/],
	['too many rows', `Name\n${'A\n'.repeat(200_001)}`, 'list.csv', /more than 200,000 rows/],
])('API-3: %s is refused in plain words', async (_, content, name, words) => {
	const answer = await upload(content, name)
	expect(answer.status).toBe(303)
	expect((await ask(new URL(answer.headers.location ?? '', office).href, { cookie })).text).toMatch(words)
})

test("API-3: nobody but the company's own staff sees an import", async () => {
	const brought = await upload('Name,Email\nAna,a@example.org\n')
	const path = new URL(brought.headers.location ?? '', office).pathname
	expect((await ask(server.urlOf('sunny') + path)).status).toBe(303)
	expect((await ask(`${server.urlOf('other')}${path}`, { cookie })).status).toBe(303)
	expect((await upload('Name\nA\n', 'a.csv', { name: 'x', value: 'y' })).headers.location).toContain('/office/sign-in')
	expect((await ask(`${office}/imp_00000000000000000000000000`, { cookie })).status).toBe(404)
})
