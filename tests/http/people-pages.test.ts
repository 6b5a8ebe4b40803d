import { afterAll, beforeAll, expect, test } from 'vitest'
import { messages } from '#features/messages/tables.ts'
import { findContact } from '#features/people/contacts/reads.ts'
import { read } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { type Answer, ask, type Cookie } from '#support/http.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeSite } from '#support/site.ts'
import { makeWorkspace } from '#support/workspace.ts'

const database = openDatabase()
let server: TestServer
let scope: SystemScope
let cookie: Cookie
let origin: string

beforeAll(async () => {
	scope = await makeWorkspace({ slug: 'sunny' })
	cookie = await makeSession((await makeMember({ in: scope, name: 'Ann Keller' })).scope)
	server = await startServer({ databaseUrl: database.url })
	origin = server.urlOf('sunny')
})
afterAll(() => server?.stop())

const get = (path: string) => ask(`${origin}${path}`, { cookie })
function post(path: string, fields: Record<string, string> | [string, string][] = {}): Promise<Answer> {
	return ask(`${origin}${path}`, { body: new URLSearchParams(fields), cookie, headers: { origin } })
}
const contact = (id: string) => read(scope, (reader) => findContact(reader, id))
const person = async (overrides: object = {}) =>
	makeContact({ accounts: [await makeAccount({ in: scope })], ...overrides })

test('ACC-10: suspending with a note ends the sessions; reinstating brings the old status back', async () => {
	const maya = await person({ firstName: 'Maya', lastName: 'Suspended' })
	const portal = await makeSession(maya.scope)
	expect((await ask(`${origin}/`, { cookie: portal })).status).toBe(200)
	const page = await post(`/office/contacts/${maya.id}?/suspend`, { note: 'Moved out in May' })
	expect(page.text).toContain('Moved out in May')
	expect((await ask(`${origin}/`, { cookie: portal })).status).toBe(303)
	expect((await post(`/office/contacts/${maya.id}?/suspend`)).status).toBe(409)
	await post(`/office/contacts/${maya.id}?/reinstate`)
	expect((await contact(maya.id))?.portalStatus).toBe('enrolled')
})

test('ACC-1: the page says why somebody without an address is not invited', async () => {
	const silent = await person({ email: null, portalStatus: 'notEnrolled' })
	const refused = await post(`/office/contacts/${silent.id}?/invite`)
	expect(refused.status).toBe(409)
	expect(refused.text).toContain('There is no e-mail address or phone')
})

test('ACC-9: linked and unlinked from both sides', async () => {
	const account = await makeAccount({ in: scope, name: 'Both sides' })
	const site = await makeSite({ account })
	const ana = await person({ firstName: 'Ana', lastName: 'Both' })
	expect((await get(`/office/contacts/${ana.id}?find=both`)).text).toContain('Both sides')
	await post(`/office/contacts/${ana.id}?/link`, { type: 'site', id: site.id })
	await post(`/office/accounts/${account.id}?/link`, { id: ana.id })
	const links = (await contact(ana.id))?.links.filter((link) => link.accountId === account.id) ?? []
	expect(links.map((link) => link.type).sort()).toEqual(['account', 'site'])
	await post(`/office/contacts/${ana.id}?/unlink`, { linkId: links[0]?.id ?? '' })
	await post(`/office/accounts/${account.id}?/unlink`, { contactId: ana.id, linkId: links[1]?.id ?? '' })
	expect((await contact(ana.id))?.links.filter((link) => link.accountId === account.id)).toEqual([])
	expect((await post(`/office/accounts/${account.id}?/unlink`, { contactId: ana.id, linkId: 'lnk_x' })).status).toBe(
		409,
	)
})

test('a merge says what moves, then the old address leads to the one who is left', async () => {
	const [keep, gone] = [await person({ lastName: 'Keep' }), await person({ lastName: 'Gone', email: 'gone@x.example' })]
	const asked = await get(`/office/contacts/${keep.id}/merge?with=${gone.id}`)
	expect(asked.text).toMatch(/1 link\b/)
	expect(asked.text).toContain('gone@x.example')
	const done = await post(`/office/contacts/${keep.id}/merge`, { keep: keep.id, gone: gone.id })
	expect([done.status, done.headers.location]).toEqual([303, `/office/contacts/${keep.id}?merged`])
	const old = await get(`/office/contacts/${gone.id}`)
	expect([old.status, old.headers.location]).toEqual([303, `/office/contacts/${keep.id}`])
})

test('ACC-9: a merge of accounts is found, says what moves and who sees more, and old addresses lead on', async () => {
	const keep = await makeAccount({ in: scope, name: 'Ortega household' })
	const gone = await makeAccount({ in: scope, name: 'R. Ortega', externalId: 'CRM-77' })
	await makeSite({ account: keep })
	await makeSite({ account: gone })
	await makeContact({ accounts: [keep], firstName: 'Rosa', lastName: 'Ortega' })
	await makeContact({ accounts: [gone], firstName: 'Luis', lastName: 'Ortega' })
	const merge = (from: string, query = '') => `/office/accounts/${from}/merge${query}`
	const page = await get(`/office/accounts/${keep.id}`)
	for (const text of ['Possible duplicates', 'Same address', `href="${merge(keep.id)}"`])
		expect(page.text).toContain(text)
	expect((await get(merge(keep.id, '?find=R.+Ort'))).text).toContain(`?with=${gone.id}`)
	const asked = await get(merge(keep.id, `?with=${gone.id}`))
	for (const text of [
		'1 site',
		'1 person',
		'the name “R. Ortega”',
		'what belongs to R. Ortega as well',
		'Luis Ortega',
		'Rosa Ortega',
	])
		expect(asked.text).toContain(text)
	const swapped = await get(merge(keep.id, `?with=${gone.id}&keep=${gone.id}`))
	expect(swapped.text).toContain('the name “Ortega household”')
	for (const _ of ['sent', 'sent twice']) {
		const done = await post(merge(keep.id), { keep: keep.id, gone: gone.id })
		expect([done.status, done.headers.location]).toEqual([303, `/office/accounts/${keep.id}?merged`])
	}
	expect((await get(`/office/accounts/${keep.id}?merged`)).text).toContain('The two are one now.')
	for (const old of [`/office/accounts/${gone.id}`, merge(gone.id)]) {
		const led = await get(old)
		expect([led.status, led.headers.location]).toEqual([303, `/office/accounts/${keep.id}`])
	}
	const itself = await post(merge(keep.id), { keep: keep.id, gone: keep.id })
	expect([itself.status, itself.text.includes('These two are the same account.')]).toEqual([409, true])
	expect((await get('/office/accounts?archived=1')).text).not.toContain('R. Ortega')
})

test('ACC-9: where a portal is off the office reads that it will be off, in Spanish too', async () => {
	const off = await makeAccount({ in: scope, name: 'Closed', portalEnabled: false })
	const open = await makeAccount({ in: scope, name: 'Open' })
	const path = `/office/accounts/${open.id}/merge?with=${off.id}`
	expect((await get(path)).text).toContain('The portal is switched off for Closed')
	const lucia = await makeSession((await makeMember({ in: scope, language: 'es' })).scope)
	const page = await ask(`${origin}${path}`, { cookie: lucia, headers: { 'accept-language': 'es' } })
	expect(page.text).toContain('El portal está desactivado para Closed')
})

test('without scripts: many are invited and archived at once from the list, which keeps its view', async () => {
	const people = [await person({ portalStatus: 'notEnrolled' }), await person({ portalStatus: 'enrolled' })]
	const ids = people.map(({ id }): [string, string] => ['id', id])
	const invited = await post('/office/contacts?/invite&kind=client', ids)
	expect(invited.text).toContain('1 invitation is on its way.')
	expect(invited.text).toContain('1 was skipped: 1 enrolled already.')
	expect(invited.text).toContain('href="/office/contacts?status=enrolled"')
	const archived = await post('/office/contacts?/archive', ids)
	expect(archived.text).toContain('2 contacts archived.')
	expect((await contact(people[0]?.id ?? ''))?.archivedAt).not.toBeNull()
	expect((await post('/office/contacts?/restore', ids)).text).toContain('2 contacts are back.')
	expect((await post('/office/contacts?/invite')).text).toContain('Nobody was selected.')
})

test('everybody in a view is invited, whatever page they are on', async () => {
	for (let i = 0; i < 3; i++) await person({ portalStatus: 'notEnrolled', kind: 'vendor' })
	const answer = await post('/office/contacts?/invite&kind=vendor', { whole: '1' })
	expect(answer.text).toContain('3 invitations are on their way.')
})

test('a message from the account page goes to the person, a note to nobody outside', async () => {
	const account = await makeAccount({ in: scope })
	const maya = await makeContact({ accounts: [account] })
	const fields = { text: 'The crew comes at nine.', to: maya.id, clientKey: 'key-for-this-test' }
	for (let i = 0; i < 2; i++) await post(`/office/accounts/${account.id}?/write`, fields)
	await post(`/office/accounts/${account.id}?/write`, { text: 'Gate code 4711' })
	const kept = await read(scope, ({ db }) => db.select().from(messages))
	expect(kept.map((message) => message.body)).toEqual(['The crew comes at nine.'])
	const portal = await makeSession(maya.scope)
	const [list, thread] = [`${origin}/messages`, `${origin}/messages/${kept[0]?.conversationId}`]
	const shown = [await ask(list, { cookie: portal }), await ask(thread, { cookie: portal })]
		.map(({ text }) => text)
		.join()
	expect(shown).toContain('The crew comes at nine.')
	expect(shown).not.toContain('Gate code')
	expect((await post(`/office/accounts/${account.id}?/write`, { text: ' ' })).status).toBe(422)
})
