import { expect, test } from 'vitest'
import { pairPictures } from '#features/documents/pictures/writes.ts'
import { theApp } from '#platform/app/app.ts'
import { read } from '#platform/db/db.ts'
import { clientScope, systemScope } from '#platform/scope/make.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDocument, makePicture } from '#support/document.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { makeProject } from '#support/project.ts'
import { makeSite } from '#support/site.ts'
import { unzip } from '#support/zip.ts'
import { takeHomeFile } from './writes.ts'

openDatabase({ jobs: ['document-thumbnail'] })
openStorage()

async function contents(file: { body: ReadableStream<Uint8Array>; length: bigint } | null) {
	if (!file) throw new Error('no file')
	const bytes = Buffer.from(await new Response(file.body).arrayBuffer())
	expect(BigInt(bytes.length)).toBe(file.length)
	return unzip(bytes)
}

test('DOC-5: an owner gets in one file what it may see of a site, each thing once and linked, and nothing of another', async () => {
	const maya = await makeContact()
	const account = { id: maya.accountId, workspaceId: maya.scope.workspaceId }
	const home = await makeSite({ account, name: 'Home & <b>garden</b>' })
	const cabin = await makeSite({ account, name: 'Cabin' })
	const shared = { account, sharedWithPortal: true }
	const project = await makeProject({ account, siteId: home.id, name: 'New roof' })
	await makeDocument({ ...shared, siteId: home.id, folder: 'permits', title: 'Permit' })
	await makeDocument({ ...shared, siteId: home.id, folder: 'permits', title: 'Permit' })
	await makeDocument({ account, siteId: home.id, folder: 'permits', title: 'Internal' })
	await makeDocument({ ...shared, siteId: cabin.id, folder: 'permits', title: 'Of the cabin' })
	await makeDocument({ ...shared, folder: 'contracts', title: 'Of the whole account' })
	const [before, after] = [
		await makePicture({ ...shared, siteId: home.id, projectId: project.id, title: 'Roof before' }),
		await makePicture({ ...shared, siteId: home.id, title: 'Roof after' }),
	]
	await pairPictures(systemScope(account), { beforeId: before.id, afterId: after.id })
	const lost = await makeDocument({ ...shared, siteId: home.id, title: 'Lost' })
	await theApp().storage.delete(lost.storageKey)

	const file = await takeHomeFile(maya.scope, home.id, 'en')
	expect(file?.filename).toMatch(/^Home file Home/)
	const found = await contents(file)
	const { names } = found
	expect(names).toEqual([
		'Permits/Permit (2).pdf',
		'Permits/Permit.pdf',
		'Pictures/Roof after.png',
		'Pictures/Roof before.png',
		'index.html',
	])
	const page = found.read('index.html').toString()
	for (const name of names.filter((one) => one !== 'index.html'))
		expect(page).toContain(`href="${name.split('/').map(encodeURIComponent).join('/')}"`)
	for (const word of ['New roof', 'Before', 'After', 'Home &#38; &#60;b&#62;garden']) expect(page).toContain(word)
	for (const word of ['Internal', 'cabin', 'Lost', '<b>garden', 'http://', 'https://']) expect(page).not.toContain(word)
	const spanish = await contents(await takeHomeFile(maya.scope, home.id, 'es'))
	expect(spanish.names).toContain('Permisos/Permit.pdf')

	const noor = await makeContact({ accounts: [await makeAccount({ in: systemScope(account) })] })
	expect(await takeHomeFile(noor.scope, home.id)).toBeNull()
	const { kind: _, ...fields } = maya.scope
	const cabinOnly = clientScope({ ...fields, accountIds: [], siteIds: [cabin.id] })
	expect(await takeHomeFile(cabinOnly, home.id)).toBeNull()
	expect((await contents(await takeHomeFile(cabinOnly, cabin.id))).names).toContain('Permits/Of the cabin.pdf')
	const taken = await read(systemScope(account), ({ client }) =>
		client.query(`select 1 from events where type = 'site.homeFileTaken' and account_id = $1`, [account.id]),
	)
	expect(taken.rows).toHaveLength(3)
})

test('DOC-5: of an account with one site what belongs to the account is about that site', async () => {
	const account = await makeAccount()
	const site = await makeSite({ account })
	await makeDocument({ account, sharedWithPortal: true, folder: 'contracts', title: 'Contract' })
	const found = await contents(await takeHomeFile(systemScope(account), site.id))
	expect(found.names).toEqual(['Contracts/Contract.pdf', 'index.html'])
})
