import { afterAll, beforeAll, expect, test } from 'vitest'
import { read, write } from '#platform/db/db.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { type Answer, ask, type Cookie } from '#support/http.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'

const database = openDatabase()
let server: TestServer
beforeAll(async () => {
	server = await startServer({ databaseUrl: database.url, env: { TRUST_PROXY: 'true' } })
})
afterAll(() => server.stop())

const day = 86_400_000
const pages = { accept: 'text/html', 'x-forwarded-proto': 'https' }

function renewed(answer: Answer, { name }: Cookie): string | null {
	return answer.headers['set-cookie']?.find((line) => line.startsWith(`${name}=`)) ?? null
}

test.each(['client', 'member'] as const)(
	'ACC-11: the cookie of a %s lives as long as the session does',
	async (who) => {
		const scope = await makeWorkspace({ slug: who })
		const owner = await makeMember({ in: scope, role: 'owner' })
		const maya = await makeContact({ accounts: [await makeAccount({ in: scope })] })
		const cookie = await makeSession(who === 'client' ? maya.scope : owner.scope)
		const home = server.urlOf(who) + (who === 'client' ? '/' : '/office')
		const get = (headers: Record<string, string> = pages, url = home) => ask(url, { cookie, headers })
		const used = (ago: string) =>
			write(scope, ({ client }) => client.query('update sessions set last_seen_at = now() - $1::interval', [ago]))
		const touched = () =>
			expect
				.poll(() =>
					read(scope, async ({ client }) => {
						const { rows } = await client.query(
							"select 1 from sessions where last_seen_at > now() - interval '1 minute'",
						)
						return rows.length
					}),
				)
				.toBe(1)
		expect(renewed(await get(), cookie)).toBeNull()

		// Only with a page: pictures may be kept by others on the way.
		await used('26 hours')
		expect(renewed(await get({ ...pages, accept: 'image/*' }, `${home}?picture`), cookie)).toBeNull()
		await touched()

		await used('26 hours')
		const line = renewed(await get(), cookie) ?? ''
		expect(line).toContain(`${cookie.name}=${cookie.value};`)
		for (const flag of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']) expect(line).toContain(flag)
		const ends = Date.parse(/Expires=([^;]+)/.exec(line)?.[1] ?? '')
		expect(Math.abs(ends - Date.now() - (who === 'client' ? 60 : 14) * day)).toBeLessThan(60_000)
		await touched()
		expect(renewed(await get(), cookie)).toBeNull()
	},
)
