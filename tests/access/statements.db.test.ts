import { beforeAll, expect, test } from 'vitest'
import { findRun } from '#features/access/invitations/runs/reads.ts'
import { findMember } from '#features/access/members/reads.ts'
import { findEvent } from '#features/audit/reads.ts'
import { findDocument } from '#features/documents/reads.ts'
import { importById } from '#features/imports/reads.ts'
import { findConversation } from '#features/messages/conversations/reads.ts'
import { announceTyping, markRead } from '#features/messages/unread/writes.ts'
import { findAccount } from '#features/people/accounts/reads.ts'
import { findContact } from '#features/people/contacts/reads.ts'
import { findSite } from '#features/people/sites/reads.ts'
import { findDataExport } from '#features/privacy/exports/reads.ts'
import { read } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { clientScope } from '#platform/scope/make.ts'
import { accessAreas, type ClientScope } from '#platform/scope/scope.ts'
import { useInstallation } from '#support/installation.ts'
import { statementsOf } from '#support/statements.ts'
import { jobKinds } from '../../src/jobs.ts'
import { type Company, type Ids, makeCompany, unknownIds } from './cast.ts'

useInstallation(jobKinds)

let ours: Company
let theirs: Company
beforeAll(async () => {
	ours = await makeCompany('sunny')
	theirs = await makeCompany('acme')
})

const maya = (): ClientScope =>
	clientScope({
		workspaceId: ours.scope.workspaceId,
		contactId: ours.clients[0]?.ids.con ?? '',
		areas: [...accessAreas],
		accountIds: [ours.clients[0]?.accountId ?? ''],
		siteIds: [],
		locale: 'en',
	})

/** What a client may look for by id, and what the company may; nothing is found. */
const clientLooks: [string, string, (id: string) => Promise<unknown>][] = [
	['doc', 'document', (id) => read(maya(), (reader) => findDocument(reader, id))],
	['cnv', 'conversation', (id) => read(maya(), (reader) => findConversation(reader, id))],
	['cnv', 'reading', async (id) => (await markRead(maya(), id, newId('msg'))) || null],
	['cnv', 'typing', async (id) => (await announceTyping(maya(), id, 'Maya')) || null],
	['dxp', 'data export', (id) => read(maya(), (reader) => findDataExport(reader, id))],
]
const companyLooks: typeof clientLooks = [
	['doc', 'document', (id) => read(ours.scope, (reader) => findDocument(reader, id))],
	['cnv', 'conversation', (id) => read(ours.scope, (reader) => findConversation(reader, id))],
	['acc', 'account', (id) => read(ours.scope, (reader) => findAccount(reader, id))],
	['con', 'contact', (id) => read(ours.scope, (reader) => findContact(reader, id))],
	['sit', 'site', (id) => read(ours.scope, (reader) => findSite(reader, id))],
	['imp', 'import', (id) => read(ours.scope, (reader) => importById(reader, id))],
	['inv', 'invitations', (id) => read(ours.scope, (reader) => findRun(reader, id))],
	['mem', 'member', (id) => read(ours.scope, (reader) => findMember(reader, id))],
	['evt', 'event', (id) => read(ours.scope, (reader) => findEvent(reader, id))],
	['dxp', 'data export', (id) => read(ours.scope, (reader) => findDataExport(reader, id))],
]

async function looksAlike(kind: string, look: (id: string) => Promise<unknown>, foreign: (Ids | undefined)[]) {
	// The first time statements are prepared.
	await look(unknownIds()[kind] ?? '')
	const unknown = await statementsOf(() => look(unknownIds()[kind] ?? ''))
	expect(unknown.length).toBeGreaterThan(0)
	for (const ids of foreign) {
		let found: unknown
		const statements = await statementsOf(async () => {
			found = await look(ids?.[kind] ?? '')
		})
		expect(found).toBeNull()
		expect(statements).toEqual(unknown)
	}
}

test.each(clientLooks)(
	'access: a foreign id costs a client the very same statements as an unknown one: %s %s',
	(kind, _, look) => looksAlike(kind, look, [ours.clients[1]?.ids, theirs.clients[0]?.ids]),
)

test.each(companyLooks)(
	'access: a foreign id costs a company the very same statements as an unknown one: %s %s',
	(kind, _, look) => looksAlike(kind, look, [theirs.clients[0]?.ids]),
)
