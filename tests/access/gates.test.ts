import { expect, test } from 'vitest'
import { allGrants } from '#features/access/apiKeys/rules.ts'
import { apiDocument } from '../../src/api.ts'
import { entrances } from './routes.ts'

/** Where anybody may come in, and how each keeps out who has no business there. */
const open: Record<string, string> = {
	'/': 'the frame around the public pages',
	'/sign-in': 'lets people in',
	'/sign-in/code': 'lets people in, by the code',
	'/sign-in/password': 'lets people in, by the password',
	'/sign-in/passkey': 'lets people in, by the passkey',
	'/sign-in/passkey/options': 'gives out a challenge',
	'/sign-in/forgot': 'sends a link to the known address',
	'/reset/[token]': 'sets a new password, by the token',
	'/i/[token]': 'lets people in, by the token',
	'/unsubscribe/[token]': 'switches one kind of notice off, by the token',
	'/unsubscribe/[token]/one-click': 'the same, for mail programs',
	'/register': 'the company’s contact form, where it is switched on; what it takes shows to staff only',
	'/embed.js': 'a script without data that websites name',
	'/terms': 'shows the company’s terms, which are public; only a client can accept them',
	'/sign-out': 'ends the own session',
	'/language': 'sets a cookie',
	'/office': 'the frame around staff sign-in',
	'/office/sign-in': 'lets staff in',
	'/office/sign-in/second': 'lets staff in, by the second factor',
	'/office/sign-in/passkey': 'lets staff in, by the passkey',
	'/office/sign-in/passkey/options': 'gives out a challenge',
	'/office/sign-in/forgot': 'sends a link to the known address',
	'/office/i/[token]': 'lets staff in, by the token',
	'/office/sign-out': 'ends the own session',
	'/setup': 'open while there is no company',
	'/manifest.webmanifest': 'the company’s name and icons, for the home screen',
	'/brand/[kind]': 'the company’s pictures, which the sign-in page shows',
	'/design': 'the design system, which holds no data',
	'/api/docs': 'describes the API, whose operations have gates of their own',
	'/api/v1/[...path]': 'asks for a key, and each operation for a grant',
	'/hooks/mail': 'asks for the company’s key',
	'/hooks/twilio': 'asks for the provider’s signature',
}

test('access: every load, action and endpoint names its gate in its first statement', () => {
	const all = entrances()
	expect(all.length).toBeGreaterThan(100)
	expect(all.filter(({ gate }) => gate === null).map(({ file, name }) => `${file} ${name}`)).toEqual([])
})

test('access: only the public entrances named here are open to anybody', () => {
	const unguarded = entrances().filter(({ gate }) => gate && /^(anybody|program)\(/.test(gate))
	expect([...new Set(unguarded.map(({ path }) => path))].sort()).toEqual(Object.keys(open).sort())
})

test('access: below /office only members pass, below the portal only clients, and at a direct link who holds it', () => {
	const guarded = entrances().filter(({ gate }) => gate && !/^(anybody|program)\(/.test(gate))
	const wrong = guarded.filter(({ path, gate }) => {
		const office = path === '/office' || path.startsWith('/office/')
		const portal = path.startsWith('/l/') ? /^link\(/ : /^client\(/
		return !(office ? /^(staff|manager|member)\(/ : portal).test(gate ?? '')
	})
	expect(wrong).toEqual([])
})

test('API-1: every operation names one grant that a key can carry', () => {
	const operations = Object.entries(apiDocument().paths ?? {}).flatMap(([path, item]) =>
		Object.entries(item).map(([method, operation]) => ({ name: `${method} ${path}`, security: operation.security })),
	)
	expect(operations.length).toBeGreaterThan(20)
	const grantless = operations.filter(({ security }) => {
		const grants = security?.length === 1 ? security[0]?.key : undefined
		return grants?.length !== 1 || !allGrants.includes(grants[0] ?? '')
	})
	expect(grantless).toEqual([])
})
