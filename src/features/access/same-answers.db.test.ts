import { expect, test } from 'vitest'
import { contactPasswords } from '#features/access/tables.ts'
import { hashPassword } from '#platform/crypto/crypto.ts'
import { write } from '#platform/db/db.ts'
import { systemScope, visitorScope } from '#platform/scope/make.ts'
import type { VisitorScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { useInstallation } from '#support/installation.ts'
import { makeMember } from '#support/member.ts'
import { statementsOf } from '#support/statements.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { accessJobs } from './jobs.ts'
import { requestReset } from './members/resets/writes.ts'
import { signInWithPassword as signInToOffice } from './members/signIn/writes.ts'
import { askForReset } from './passwords/resets/writes.ts'
import { signInWithPassword } from './passwords/writes.ts'

useInstallation(accessJobs)

const device = { ip: '203.0.113.7', userAgent: 'Firefox' }
const mail = (address: string) => ({ channel: 'email' as const, address })

/** What one does that types an address. The answer is what the page makes its own of. */
const ways: Record<string, (scope: VisitorScope, address: string) => Promise<unknown>> = {
	'a client’s password': (scope, address) => signInWithPassword(scope, mail(address), 'not the password', device),
	'a client’s forgotten password': async (scope, address) => (await askForReset(scope, mail(address), device)).ok,
	'a member’s password': (scope, email) => signInToOffice(scope, { email, password: 'not the password' }, device),
	'a member’s forgotten password': (scope, email) => requestReset(scope, email, device),
}

/** A company with people of every standing; whose address is whose does not show. */
async function company() {
	const signIn = { code: true, link: true, password: true, passkey: true }
	const inIt = await makeWorkspace({ settings: { signIn } })
	const account = await makeAccount({ in: inIt })
	const client = await makeContact({ accounts: [account] })
	const suspended = await makeContact({ accounts: [account], portalStatus: 'suspended' })
	const member = await makeMember({ in: inIt, passwordHash: await hashPassword('a long enough password') })
	const gone = await makeMember({ in: inIt, status: 'deactivated' })
	const hash = await hashPassword('a long enough password')
	await write(systemScope(inIt), ({ db }) =>
		db
			.insert(contactPasswords)
			.values({ workspaceId: inIt.workspaceId, contactId: client.id, hash, setAt: new Date() }),
	)
	const addresses = [client, suspended, member, gone].map(({ email }) => email ?? '')
	return { scope: visitorScope({ workspaceId: inIt.workspaceId, locale: 'en' }), addresses }
}

test.each(Object.keys(ways))('ACC-4: %s: known or unknown, the database is asked the very same things', async (way) => {
	const { scope, addresses } = await company()
	const of = async (address: string) => {
		let answer: unknown
		const statements = await statementsOf(async () => {
			answer = await ways[way]?.(scope, address)
		})
		return { answer, statements }
	}
	// The first time connections are opened, and limits come to be.
	await of('first@example.com')
	const unknown = await of('nobody@example.com')
	expect(unknown.statements.length).toBeGreaterThan(3)
	for (const address of addresses) expect(await of(address)).toEqual(unknown)
})
