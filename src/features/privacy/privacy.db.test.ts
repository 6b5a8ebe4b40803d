import { expect, test } from 'vitest'
import { inviteContact } from '#features/access/invitations/writes.ts'
import { openSession } from '#features/access/sessions/writes.ts'
import { sendMessage } from '#features/messages/writes.ts'
import { notificationJobs } from '#features/notifications/jobs.ts'
import { mergeAccounts } from '#features/people/accounts/merging/writes.ts'
import { updateContact } from '#features/people/contacts/writes.ts'
import { theApp } from '#platform/app/app.ts'
import { read, thePool, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { systemScope } from '#platform/scope/make.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDocument } from '#support/document.ts'
import { useInstallation } from '#support/installation.ts'
import { lettersOf } from '#support/mailbox.ts'
import { makeMember } from '#support/member.ts'
import { makeSite } from '#support/site.ts'
import { unzip } from '#support/zip.ts'
import { eraseContact } from './erasing/writes.ts'
import { askForErasure, declineErasure } from './erasures/writes.ts'
import { findDataExport } from './exports/reads.ts'
import { askForData, expireData, gatherData } from './exports/writes.ts'
import { privacyJobs } from './jobs.ts'

const { runJobs, advance } = useInstallation([...notificationJobs, ...privacyJobs])

/** A person with a trace in everything, and one beside it whose things must stay. */
async function somebody() {
	const office = await makeMember({ role: 'owner', name: 'Dana Office' })
	const system = systemScope({ workspaceId: office.scope.workspaceId })
	const account = await makeAccount({ in: system, name: 'Zebulon Quixworth' })
	const site = await makeSite({ account })
	const maya = await makeContact({
		accounts: [account],
		firstName: 'Zebulon',
		lastName: 'Quixworth',
		email: 'zebulon@quix.example',
		phone: '+13035550142',
	})
	const other = await makeContact({ accounts: [account], firstName: 'Noor', lastName: 'Haddad' })
	return { office, system, account, site, maya, other }
}

async function unzipped(key: string): Promise<{ names: string[]; text(name: string): string }> {
	const chunks = []
	for await (const chunk of (await theApp().storage.get(key)) ?? []) chunks.push(chunk)
	const { names, read } = unzip(Buffer.concat(chunks))
	return { names, text: (name) => read(name).toString() }
}

test('API-4: a person gets all that is its own in one file, and nothing of others', async () => {
	const { office, system, account, maya, other } = await somebody()
	await makeDocument({ account, sharedWithPortal: true, title: 'The contract' })
	await makeDocument({ account, sharedWithPortal: false, title: 'Internal calculation' })
	const place = { accountId: account.id, contactId: maya.id }
	await sendMessage(office.scope, place, { body: 'Your panels arrive on Monday' })
	await sendMessage(office.scope, place, { body: 'A difficult client', internal: true })
	await sendMessage(maya.scope, { accountId: account.id }, { body: 'Thank you <b>' })
	await sendMessage(other.scope, { accountId: account.id }, { body: 'Words of Noor' })
	const asked = await askForData(maya.scope, maya.id)
	expect(asked).toMatchObject({ ok: true, export: { status: 'queued' } })
	expect(await askForData(maya.scope, other.id)).toEqual({ ok: false, reason: 'not_found' })
	await runJobs()
	if (!asked.ok) throw new Error(asked.reason)
	const { id } = asked.export
	const ready = await read(maya.scope, (reader) => findDataExport(reader, id))
	expect(ready).toMatchObject({ status: 'ready', fileSize: expect.any(Number) })
	expect(await read(other.scope, (reader) => findDataExport(reader, id))).toBeNull()
	const zip = await unzipped(ready?.fileKey ?? '')
	expect(zip.names).toEqual([
		'answers.json',
		'conversations.json',
		'deliveries.json',
		'document-requests.json',
		'documents.json',
		expect.stringMatching(/^files\//),
		'forms.json',
		'history.json',
		'index.html',
		'messages.json',
		'offers.json',
		'person.json',
		'projects.json',
		'sessions.json',
		'terms.json',
		'views.json',
		'visits.json',
		'ways-in.json',
	])
	const everything = zip.names.map((name) => zip.text(name)).join('\n')
	expect(everything).not.toMatch(/difficult|Noor|Internal calculation|Dana/)
	expect(JSON.parse(zip.text('messages.json'))).toMatchObject([
		{ from: 'company', body: 'Your panels arrive on Monday' },
		{ from: 'me', body: 'Thank you <b>' },
	])
	expect(JSON.parse(zip.text('person.json'))).toMatchObject({ email: 'zebulon@quix.example' })
	expect(zip.text('index.html')).toContain('Thank you &#60;b&#62;')
	const [letter] = await lettersOf(system.workspaceId)
	expect(letter).toMatchObject({ template: 'dataReady', to: 'zebulon@quix.example' })
})

test('API-4: the file is there for seven days, and no longer', async () => {
	const { system, maya } = await somebody()
	const asked = await askForData(maya.scope, maya.id)
	if (!asked.ok) throw new Error(asked.reason)
	const { id } = asked.export
	await gatherData(system, id)
	const status = () => read(maya.scope, (reader) => findDataExport(reader, id))
	const key = (await status())?.fileKey ?? ''
	advance(7 * 86_400 - 60)
	expect(await status()).toMatchObject({ status: 'ready' })
	advance(7 * 86_400 + 60)
	expect(await status()).toMatchObject({ status: 'expired' })
	await expireData(system)
	expect(await theApp().storage.stat(key)).toBeNull()
})

/** Everything that the database holds of a workspace, as text: every table, of the product and of its jobs. */
async function allOf(workspaceId: string): Promise<Map<string, string>> {
	const { rows: tables } = await thePool().query<{ name: string }>(
		`select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')`,
	)
	return read(systemScope({ workspaceId }), async ({ client }) => {
		const texts = new Map<string, string>()
		for (const { name } of tables) {
			const { rows } = await client.query<{ text: string }>(`select t::text as text from ${name} t`)
			texts.set(name, rows.map((row) => row.text).join('\n'))
		}
		return texts
	})
}

/** What another called it that wanted to let it in, how a file was named before, and what it was about to send. */
async function leaveTraces(of: { maya: Person; inviter: Person; document: { id: string } }): Promise<void> {
	await write(of.inviter.scope, async ({ client, emit, scope }) => {
		const [mine, delegationId] = [[scope.workspaceId, of.maya.id], newId('dlg')]
		await client.query(
			`insert into delegations (workspace_id, id, inviter_id, contact_id, outcome, first_name, email, address, areas, places, created_at, updated_at)
			values ($1, $3, $4, $2, 'known', 'Neighbour', 'zebulon@quix.example', 'zebulon@quix.example', '{}', '[]', now(), now())`,
			[...mine, delegationId, of.inviter.id],
		)
		const subject = { type: 'contact', id: of.inviter.id }
		const data = { person: 'Neighbour', delegationId }
		await emit({ type: 'contact.delegateInvited', subject, contactId: of.inviter.id, data })
		await client.query(
			`insert into document_versions (workspace_id, document_id, version, filename, content_type, size, sha256, storage_key, author_type, created_at)
			values ($1, $2, 1, 'Quixworth old.pdf', 'application/pdf', 1, '', 'a key', 'system', now())`,
			[scope.workspaceId, of.document.id],
		)
		await client.query(
			`insert into uploads (workspace_id, id, owner_type, owner_id, size, metadata, created_at)
			values ($1, $3, 'contact', $2, 9, '{"filename":"Quixworth.pdf"}', now())`,
			[...mine, newId('upl')],
		)
	})
}
type Person = Awaited<ReturnType<typeof makeContact>>

test.each([false, true])('API-4: after an erasure no table knows the person (texts removed: %s)', async (texts) => {
	const { office, system, account, maya, other } = await somebody()
	const place = { accountId: account.id, contactId: maya.id }
	const contract = await makeDocument({ account, title: 'Contract Zebulon Quixworth' })
	const own = await makeDocument({ account, title: 'My roof', by: maya.scope })
	await updateContact(office.scope, maya.id, { notes: 'Call zebulon@quix.example' })
	await updateContact(office.scope, maya.id, { firstName: 'Zebul', email: 'zebul@quix.example' })
	await inviteContact(office.scope, maya.id)
	await write(maya.scope, (writer) =>
		openSession(writer, { type: 'contact', id: maya.id, method: 'code' }, { ip: '203.0.113.9', userAgent: 'Firefox' }),
	)
	await sendMessage(office.scope, place, { body: 'Dear Zebulon, call 303-555-0142. Yours, Dana' })
	await sendMessage(maya.scope, { accountId: account.id }, { body: 'My word: xylophone. Zeb Quixworth' })
	await sendMessage(other.scope, { accountId: account.id }, { body: 'Zebulon is my husband' })
	await askForData(maya.scope, maya.id)
	await askForErasure(maya.scope)
	await leaveTraces({ maya, inviter: other, document: contract })
	await mergeAccounts(
		system,
		account.id,
		(await makeAccount({ in: system, name: 'Zebulon Q.', notes: 'Quixworth' })).id,
	)
	await runJobs()
	const erased = await eraseContact(office.scope, maya.id, { texts })
	if (!erased.ok) throw new Error(erased.reason)
	expect(erased.report.removed).toMatchObject({
		contactLinks: 1,
		documents: 1,
		sessions: 1,
		messageTexts: texts ? 1 : 0,
	})
	await runJobs()
	const everything = await allOf(system.workspaceId)
	expect(everything.size).toBeGreaterThan(20)
	for (const [table, text] of everything) {
		expect(text, table).not.toMatch(/zebul|quix|neighbour|303\D*555\D*0142|203\.0\.113\.9/i)
		if (texts) expect(text, table).not.toContain('xylophone')
	}
	expect(everything.get('messages')).toContain('Yours, Dana')
	expect(everything.get('messages')?.includes('xylophone')).toBe(!texts)
	expect(everything.get('contacts')).toContain('Noor')
	expect(await theApp().storage.stat(own.storageKey)).toBeNull()
	expect(await theApp().storage.stat(contract.storageKey)).not.toBeNull()
	expect(await eraseContact(office.scope, maya.id, { texts })).toEqual({ ok: false, reason: 'not_found' })
})

test('API-4: what others are called stays; a wish can be declined, and asked again', async () => {
	const { office, system, account, maya } = await somebody()
	const wife = await makeContact({ accounts: [account], firstName: 'Ana', lastName: 'Quixworth' })
	await sendMessage(office.scope, { accountId: account.id, contactId: wife.id }, { body: 'Dear Ms Quixworth' })
	await askForErasure(maya.scope)
	await askForErasure(maya.scope)
	expect(await declineErasure(office.scope, maya.id)).toBe(true)
	expect(await declineErasure(office.scope, maya.id)).toBe(false)
	await eraseContact(office.scope, maya.id, { texts: true })
	const everything = await allOf(system.workspaceId)
	expect(everything.get('messages')).toContain('Dear Ms Quixworth')
	expect(everything.get('contacts')).toContain('Ana')
	for (const [table, text] of everything) expect(text, table).not.toMatch(/zebulon/i)
})
