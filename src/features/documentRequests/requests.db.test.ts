import { expect, test } from 'vitest'
import { removeDocuments } from '#features/documents/keeping/writes.ts'
import { findDocument } from '#features/documents/reads.ts'
import { deliveries } from '#features/notifications/tables.ts'
import { linkContact } from '#features/people/links/writes.ts'
import { mergeContacts } from '#features/people/merging/writes.ts'
import { archiveProject } from '#features/projects/writes.ts'
import { useSecret } from '#platform/crypto/crypto.ts'
import { type Reader, read } from '#platform/db/db.ts'
import { clientScope } from '#platform/scope/make.ts'
import type { AccessArea, ClientScope, SystemScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { formWith, storedKeys } from '#support/document.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { makeProject } from '#support/project.ts'
import { makeSite } from '#support/site.ts'
import { statementsOf } from '#support/statements.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { findRequest, listRequests, openRequests, requestsOfProject } from './reads.ts'
import { requestInput } from './schema.ts'
import { sendForRequest } from './sending/writes.ts'
import { approveRequest, askForDocument, changeRequest, sendBackRequest, withdrawRequest } from './writes.ts'

openDatabase({ jobs: ['document-thumbnail', 'delivery.send'] })
openStorage()
useSecret('a secret for tests, long enough for everything')

async function company() {
	const scope = await makeWorkspace()
	const account = await makeAccount({ in: scope })
	const project = await makeProject({ account })
	const [maya, noor] = [await makeContact({ accounts: [account] }), await makeContact({ accounts: [account] })]
	return { scope, account, project, maya, noor }
}

async function ask(scope: SystemScope, projectId: string, more: object = {}) {
	const made = await askForDocument(scope, requestInput.parse({ projectId, title: 'Bill', ...more }))
	if (!made.ok) throw new Error(made.reason)
	return made.request
}
const send = (scope: ClientScope, id: string, files = 1) =>
	sendForRequest(
		scope,
		{ id, title: 'Bill' },
		formWith(
			{},
			Array.from({ length: files }, (_, n) => [`${n}.txt`, Buffer.from(`text ${n}`)]),
		),
	)
const seenBy = (scope: ClientScope, id: string) => read(scope, (reader) => findRequest(reader, id))
const events = (scope: SystemScope, id: string) =>
	read(scope, async ({ client }) => {
		const { rows } = await client.query('select type from events where subject_id = $1 order by id', [id])
		return rows.map((row) => row.type)
	})

test('DOC-2: asked, sent, sent back, sent again, approved; the files lie among the account’s documents', async () => {
	const { scope, project, maya } = await company()
	const dev = await makeMember({ in: scope, name: 'Dev' })
	const { id } = await ask(scope, project.id, { description: 'All pages', dueOn: '2026-12-01' })
	expect(await read(maya.scope, (reader) => openRequests(reader, 5))).toMatchObject([{ id, dueOn: '2026-12-01' }])
	expect(await approveRequest(dev.scope, id)).toMatchObject({ ok: false, reason: 'request_not_sent' })
	expect(await send(maya.scope, id, 2)).toMatchObject({ ok: true })
	expect(await send(maya.scope, id)).toMatchObject({ ok: true })
	const sent = await seenBy(maya.scope, id)
	expect(sent).toMatchObject({
		state: 'sent',
		files: [{ title: 'Bill' }, { title: 'Bill (2)' }, { title: 'Bill (3)' }],
	})
	const file = await read(scope, (reader) => findDocument(reader, sent?.files[0]?.id ?? ''))
	expect(file).toMatchObject({ folder: 'clientDocuments', projectId: project.id, sharedWithPortal: true })
	const back = await sendBackRequest(dev.scope, id, { reason: 'Page 2 is missing' })
	expect(back).toMatchObject({ ok: true, request: { state: 'sentBack', reason: 'Page 2 is missing' } })
	expect(await read(maya.scope, (reader) => openRequests(reader, 5))).toHaveLength(1)
	await send(maya.scope, id)
	expect(await approveRequest(dev.scope, id)).toMatchObject({ ok: true, request: { state: 'approved', reason: null } })
	expect(await approveRequest(dev.scope, id)).toMatchObject({ ok: false, reason: 'request_approved', by: 'Dev' })
	const keys = await storedKeys(scope.workspaceId)
	expect(await send(maya.scope, id)).toMatchObject({ ok: false, errors: [{ code: 'request_approved' }] })
	expect(await storedKeys(scope.workspaceId)).toHaveLength(keys.length)
	expect(await events(scope, id)).toEqual(
		['asked', 'sent', 'sentBack', 'sent', 'approved'].map((type) => `documentRequest.${type}`),
	)
})

test('DOC-2: of two who decide at once one does; nobody decides on what it has not seen', async () => {
	const { scope, project, maya } = await company()
	const dev = await makeMember({ in: scope, name: 'Dev' })
	const { id } = await ask(scope, project.id)
	await send(maya.scope, id)
	const seen = (await seenBy(maya.scope, id))?.changes
	await send(maya.scope, id)
	expect(await approveRequest(dev.scope, id, seen)).toMatchObject({ ok: false, reason: 'request_changed' })
	const both = await Promise.all([
		approveRequest(dev.scope, id),
		approveRequest(dev.scope, id),
		sendBackRequest(dev.scope, id, { reason: 'Blurred' }),
	])
	expect(both.filter(({ ok }) => ok)).toHaveLength(1)
	for (const loser of both.filter(({ ok }) => !ok)) expect(loser).toMatchObject({ by: 'Dev' })
	expect((await events(scope, id)).slice(2)).toHaveLength(1)
})

test('PRJ-2: the requests of a project come with what was sent for them in one query, as far as the reader may see it', async () => {
	const { scope, project, maya } = await company()
	for (const title of ['Bill', 'Plan']) await send(maya.scope, (await ask(scope, project.id, { title })).id, 2)
	const statements = await statementsOf(() =>
		read(maya.scope, async (reader) => {
			const found = await requestsOfProject(reader, project.id)
			expect(found.map(({ title, files }) => [title, files.length])).toEqual([
				['Bill', 2],
				['Plan', 2],
			])
		}),
	)
	// What opens and closes the transaction, and the query.
	expect(statements).toHaveLength(3)
	const [first] = await read(scope, (reader) => requestsOfProject(reader, project.id))
	await removeDocuments(scope, [first?.files[0]?.id ?? ''])
	expect((await read(scope, (reader) => requestsOfProject(reader, project.id)))[0]?.files).toHaveLength(1)
})

test('DOC-2: files sent at once are all there, numbered, and the request is sent once', async () => {
	const { scope, project, maya, noor } = await company()
	const { id } = await ask(scope, project.id)
	await Promise.all([send(maya.scope, id), send(noor.scope, id), send(maya.scope, id)])
	const titles = (await seenBy(maya.scope, id))?.files.map((file) => file.title)
	expect(titles?.toSorted()).toEqual(['Bill', 'Bill (2)', 'Bill (3)'])
	expect((await events(scope, id)).filter((type) => type === 'documentRequest.sent')).toHaveLength(1)
})

test('DOC-2: who sees a request: by account or site, with both areas, and if it is asked of nobody else', async () => {
	const { scope, account, project, maya, noor } = await company()
	const mine = await ask(scope, project.id, { contactId: maya.id })
	const all = await ask(scope, project.id)
	const stranger = await makeContact({ accounts: [await makeAccount({ in: scope })] })
	const lender = await makeContact({ accounts: [], workspaceId: scope.workspaceId, kind: 'lender' })
	await linkContact(scope, lender.id, { type: 'project', id: project.id })
	const site = await makeSite({ account })
	const there = await makeProject({ account, siteId: site.id })
	const atSite = await ask(scope, there.id)
	const as = (more: Partial<Parameters<typeof clientScope>[0]>) =>
		clientScope({
			workspaceId: scope.workspaceId,
			contactId: noor.id,
			areas: ['projects', 'documents'] as AccessArea[],
			accountIds: [],
			siteIds: [],
			locale: 'en',
			...more,
		})
	const readers: [string, ClientScope, string[]][] = [
		['who is asked', maya.scope, [mine.id, all.id, atSite.id]],
		['another of the account', noor.scope, [all.id, atSite.id]],
		['another account', stranger.scope, []],
		['a lender', as({ contactId: lender.id, projectIds: [project.id] }), []],
		['without the area documents', as({ accountIds: [account.id], areas: ['projects'] }), []],
		['without the area projects', as({ accountIds: [account.id], areas: ['documents'] }), []],
		['linked with the site', as({ siteIds: [site.id] }), [atSite.id]],
		['another company', (await company()).maya.scope, []],
	]
	for (const [who, reader, ids] of readers) {
		const found = await read(reader, async (r: Reader<ClientScope>) => [
			...(await requestsOfProject(r, project.id)),
			...(await requestsOfProject(r, there.id)),
		])
		expect(found.map(({ id }) => id).toSorted(), who).toEqual(ids.toSorted())
		expect((await read(reader, (r) => openRequests(r, 9))).map(({ id }) => id).toSorted(), who).toEqual(ids.toSorted())
		for (const { id } of [mine, all, atSite]) {
			expect((await seenBy(reader, id)) !== null, who).toBe(ids.includes(id))
			if (!ids.includes(id)) expect(await send(reader, id), who).toMatchObject({ ok: false, reason: 'unknown' })
		}
	}
	await archiveProject(scope, project.id)
	expect(await seenBy(maya.scope, all.id)).toBeNull()
})

test('DOC-2: only of who would see it can it be asked; a withdrawn one is gone, what was sent stays', async () => {
	const { scope, project, maya } = await company()
	const stranger = await makeContact({ accounts: [await makeAccount({ in: scope })] })
	const input = (more: object) => requestInput.parse({ projectId: project.id, title: 'Bill', ...more })
	expect(await askForDocument(scope, input({ contactId: stranger.id }))).toMatchObject({ reason: 'contact_unknown' })
	const foreign = await company()
	expect(await askForDocument(scope, input({ projectId: foreign.project.id }))).toMatchObject({
		reason: 'project_unknown',
	})
	const { id } = await ask(scope, project.id)
	expect(await changeRequest(scope, id, { contactId: stranger.id })).toMatchObject({ reason: 'contact_unknown' })
	expect(await changeRequest(foreign.scope, id, { title: 'Mine' })).toMatchObject({ reason: 'not_found' })
	await send(maya.scope, id)
	const [file] = (await seenBy(maya.scope, id))?.files ?? []
	const twice = await Promise.all([withdrawRequest(scope, id), withdrawRequest(scope, id)])
	expect(twice.filter(({ ok }) => ok)).toHaveLength(1)
	expect(await send(maya.scope, id)).toMatchObject({ reason: 'unknown' })
	expect(await read(scope, (reader) => findDocument(reader, file?.id ?? ''))).not.toBeNull()
	expect((await read(scope, (reader) => listRequests(reader, {}, { limit: 9 }))).rows).toEqual([])
})

test('DOC-2: a document that was removed is no longer among those of its request', async () => {
	const { scope, project, maya } = await company()
	const { id } = await ask(scope, project.id)
	await send(maya.scope, id, 2)
	const [first, second] = (await seenBy(maya.scope, id))?.files ?? []
	await removeDocuments(scope, [first?.id ?? ''])
	expect((await seenBy(maya.scope, id))?.files.map((file) => file.id)).toEqual([second?.id])
})

test('DOC-2, NOT-2: those who are asked are written to, when asked and when it comes back, unless they chose not to be', async () => {
	const { scope, account, project, maya, noor } = await company()
	await makeContact({ accounts: [account], noticeChoices: { documents: 'none' } })
	await makeContact({ accounts: [account], portalStatus: 'notEnrolled' })
	const of = (contactId: string) =>
		read(scope, async ({ db }) => (await db.select().from(deliveries)).filter((one) => one.contactId === contactId))
	const everybody = await ask(scope, project.id)
	expect([await of(maya.id), await of(noor.id)].map((sent) => sent.map((one) => one.template))).toEqual([
		['documentAsked'],
		['documentAsked'],
	])
	const all = await read(scope, ({ db }) => db.select().from(deliveries))
	expect(all.map(({ status }) => status).toSorted()).toEqual(['queued', 'queued', 'skipped'])
	await send(maya.scope, everybody.id)
	await sendBackRequest(scope, everybody.id, { reason: 'Blurred' })
	expect((await of(maya.id)).map((one) => one.event)).toContain('documentRequest.sentBack')
	await ask(scope, project.id, { contactId: noor.id })
	expect([(await of(maya.id)).length, (await of(noor.id)).length]).toEqual([2, 3])
})

test('ADM-5: what one of two merged contacts was asked is asked of the kept one', async () => {
	const { scope, project, maya, noor } = await company()
	const { id } = await ask(scope, project.id, { contactId: noor.id })
	await mergeContacts(scope, maya.id, noor.id)
	expect(await seenBy(maya.scope, id)).toMatchObject({ contactId: maya.id })
})
