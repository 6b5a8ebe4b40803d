import { expect, test } from 'vitest'
import { newToken } from '#platform/crypto/crypto.ts'
import { visitorScope } from '#platform/scope/make.ts'
import { makeContact } from '#support/contact.ts'
import { useInstallation } from '#support/installation.ts'
import { statementsOf } from '#support/statements.ts'
import { registrationJobs } from './jobs.ts'
import { registrationInput } from './schema.ts'
import { sendRegistration } from './writes.ts'

useInstallation(registrationJobs)

test('ACC-13: for a known and an unknown address the database is asked the very same things', async () => {
	const maya = await makeContact()
	const suspended = await makeContact({ portalStatus: 'suspended', workspaceId: maya.scope.workspaceId, accounts: [] })
	const scope = visitorScope({ workspaceId: maya.scope.workspaceId, locale: 'en' })
	const send = (email: string) =>
		sendRegistration(scope, {
			form: { key: newToken(), at: Date.now() - 60_000 },
			input: registrationInput('US').parse({ firstName: 'Maya', lastName: 'Reyes', email }),
			language: 'en',
			device: { ip: '203.0.113.7', userAgent: 'Firefox' },
			field: () => '',
		})
	expect(await send('first@example.com')).toEqual({ ok: true })
	const unknown = await statementsOf(() => send('nobody@example.com'))
	expect(unknown.length).toBeGreaterThan(3)
	for (const { email } of [maya, suspended]) expect(await statementsOf(() => send(email ?? ''))).toEqual(unknown)
})
