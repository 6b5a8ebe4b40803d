import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApiKey } from '#features/access/apiKeys/writes.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { ask, type Cookie } from '#support/http.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'

const database = openDatabase()
let server: TestServer
let sunny: SystemScope
let acme: SystemScope
let owner: Cookie
let office: Cookie

beforeAll(async () => {
	sunny = await makeWorkspace({ slug: 'sunny', name: 'Sunny Solar' })
	acme = await makeWorkspace({ slug: 'acme', name: 'Acme Roofs', brandColor: '#0055aa' })
	await makeWorkspace({ slug: 'plain', name: 'Plain Heating' })
	owner = await makeSession((await makeMember({ in: sunny, role: 'owner' })).scope)
	office = await makeSession((await makeMember({ in: sunny, role: 'office' })).scope)
	server = await startServer({ databaseUrl: database.url })
})
afterAll(() => server?.stop())

const at = (path: string, slug = 'sunny') => server.urlOf(slug) + path
const form = (fields: Record<string, string>) => new URLSearchParams(fields)
const company = {
	name: 'Sunny Solar',
	phone: '',
	supportEmail: '',
	timeZone: 'America/Denver',
	country: 'US',
	currency: 'USD',
	language: 'en',
}

describe('BRD-3: the company', () => {
	test('is changed by its owner, seen by visitors at once, and refused with the typing kept', async () => {
		const saved = await ask(at('/office/settings/company'), {
			cookie: owner,
			body: form({ ...company, phone: '(303) 555-0199' }),
		})
		expect(saved.status).toBe(303)
		expect((await ask(at('/sign-in'))).text).toContain('(303) 555-0199')
		expect((await ask(at('/sign-in', 'acme'))).text).not.toContain('(303) 555-0199')
		const refused = await ask(at('/office/settings/company'), {
			cookie: owner,
			body: form({ ...company, name: '', timeZone: 'Mars/Olympus', phone: 'kept typing' }),
		})
		expect(refused.status).toBe(422)
		expect(refused.text).toContain('kept typing')
		expect(refused.text).toContain('Choose a time zone.')
	})

	test('does not exist for whom it is not: the office role, another company, nobody', async () => {
		expect((await ask(at('/office/settings/company'), { cookie: office })).status).toBe(404)
		const posted = await ask(at('/office/settings/company'), {
			cookie: office,
			body: form({ ...company, name: 'Taken over' }),
		})
		expect(posted.status).toBe(404)
		expect((await ask(at('/office/settings/company', 'acme'), { cookie: owner })).status).toBe(303)
		expect((await ask(at('/office/settings/company'))).headers.location).toContain('/office/sign-in')
		expect((await ask(at('/sign-in'))).text).toContain('Sunny Solar')
	})
})

describe('BRD-1: the brand', () => {
	test('one color is read in any way of writing it, and a word is refused', async () => {
		const saved = await ask(at('/office/settings/brand'), {
			cookie: owner,
			body: form({
				brandColor: 'rgb(0, 128, 64)',
				'headline.en': 'Come on in.',
				'headline.es': 'Pase, pase.',
				'welcome.en': 'Hello there.',
				'welcome.es': 'Hola a todos.',
				drawing: 'hills',
				logoHoldsName: 'on',
			}),
		})
		expect(saved.status).toBe(303)
		const page = await ask(at('/sign-in'))
		expect(page.text).toContain('--brand: #008040')
		expect(page.text).toContain('Come on in.')
		expect(page.text).toContain('Hello there.')
		expect(page.text).toContain('/brand/drawing-hills')
		const spanish = await ask(at('/sign-in'), { headers: { 'accept-language': 'es' } })
		expect(spanish.text).toContain('Pase, pase.')
		expect(spanish.text).toContain('Hola a todos.')
		expect(spanish.text).not.toContain('Hello there.')
		expect(
			(
				await ask(at('/office/settings/brand'), {
					cookie: owner,
					body: form({ brandColor: 'greenish' }),
				})
			).status,
		).toBe(422)
	})

	test('two companies that set nothing have titles and drawings of their own', async () => {
		const look = async (slug: string) => {
			const { text } = await ask(at('/sign-in', slug))
			const [, title = ''] = /<h1[^>]*>([^<]*)/.exec(text) ?? []
			const [address = ''] = /\/brand\/drawing-\w+/.exec(text) ?? []
			const { text: drawing, headers } = await ask(at(address, slug))
			expect(headers['content-type']).toBe('image/svg+xml')
			return { title, drawing }
		}
		const [one, other] = [await look('acme'), await look('plain')]
		expect(one.title).toBe('Welcome to Acme Roofs.')
		expect(other.title).toBe('Welcome to Plain Heating.')
		expect(one.drawing).not.toBe(other.drawing)
		expect((await ask(at('/brand/drawing-nonsense', 'acme'))).status).toBe(404)
		expect((await ask(at('/brand/drawing-none', 'acme'))).status).toBe(404)
	})

	test('a logo is redrawn, shown to everybody of this company, and taken away again', async () => {
		const picture = await sharp({ create: { width: 900, height: 300, channels: 4, background: '#d2521a' } })
			.png()
			.toBuffer()
		const send = (bytes: Buffer, name: string) => {
			const body = new FormData()
			body.set('file', new Blob([new Uint8Array(bytes)]), name)
			return ask(at('/office/settings/brand/logo?kind=logo-light'), { cookie: owner, body })
		}
		expect((await send(picture, 'logo.png')).headers.location).toContain('saved')
		const [, source] = /src="(\/brand\/logo-light[^"]*)"/.exec((await ask(at('/sign-in'))).text) ?? []
		const shown = await ask(at(source ?? '/'))
		expect([shown.status, shown.headers['content-type']]).toEqual([200, 'image/png'])
		expect((await ask(at(source ?? '/', 'acme'))).status).toBe(404)
		expect((await send(Buffer.from('MZ this is a program'), 'logo.png')).headers.location).toContain(
			'refused=unreadable',
		)
		const removed = await ask(at('/office/settings/brand/logo?kind=logo-light&remove'), {
			cookie: owner,
			body: form({}),
		})
		expect(removed.status).toBe(303)
		expect((await ask(at(source ?? '/'))).status).toBe(404)
	})
})

describe('BRD-1: the icon', () => {
	const headOf = async (slug: string) => (await ask(at('/sign-in', slug))).text
	const linkOf = (html: string, rel: string) => new RegExp(`<link rel="${rel}" href="([^"]+)"`).exec(html)?.[1] ?? ''

	test('is the letter on the color, until one is uploaded; then that, in every form', async () => {
		const before = linkOf(await headOf('acme'), 'icon')
		const svg = await ask(at(before, 'acme'))
		expect([svg.status, svg.headers['content-type']]).toEqual([200, 'image/svg+xml'])
		expect(svg.text).toContain('#0055aa')
		const acmeOwner = await makeSession((await makeMember({ in: acme, role: 'owner' })).scope)
		const body = new FormData()
		const green = await sharp({ create: { width: 400, height: 400, channels: 3, background: '#00ff00' } })
			.png()
			.toBuffer()
		body.set('file', new Blob([new Uint8Array(green)]), 'icon.png')
		const sent = await ask(at('/office/settings/brand/logo?kind=icon', 'acme'), { cookie: acmeOwner, body })
		expect(sent.headers.location).toContain('saved')
		const html = await headOf('acme')
		expect(linkOf(html, 'icon')).not.toBe(before)
		for (const rel of ['icon', 'apple-touch-icon']) {
			const shown = await ask(at(linkOf(html, rel), 'acme'))
			expect([shown.status, shown.headers['content-type']], rel).toEqual([200, 'image/png'])
			const { dominant } = await sharp(shown.bytes).stats()
			expect(dominant.g, rel).toBeGreaterThan(240)
		}
	})

	test('stands in a manifest of the company’s own, in sizes that are what they say', async () => {
		const manifest = (await ask(at('/manifest.webmanifest', 'acme'), { headers: { 'accept-language': 'es' } })).json<{
			name: string
			short_name: string
			lang: string
			icons: { src: string; sizes: string; purpose: string }[]
		}>()
		expect(manifest).toMatchObject({ name: 'Acme Roofs', short_name: 'Acme Roofs', lang: 'es', display: 'standalone' })
		expect(manifest.icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual([
			'192x192 any',
			'512x512 any',
			'512x512 maskable',
		])
		for (const { src, sizes } of manifest.icons) {
			const { width, height } = await sharp((await ask(at(src, 'acme'))).bytes).metadata()
			expect(`${width}x${height}`).toBe(sizes)
		}
		expect((await ask(at('/manifest.webmanifest'))).text).not.toContain('Acme')
		expect((await ask(at('/office/sign-in', 'acme'))).text).not.toContain('manifest')
	})
})

describe('API-1: keys', () => {
	test('a key made in the office is shown once, does what it may, and nothing when revoked', async () => {
		const body = form({ name: 'CRM', grants: 'workspace:read' })
		const made = await ask(at('/office/settings/api-keys?/create'), { cookie: owner, body })
		const [apiKey] = /key_[\w-]{43}/.exec(made.text) ?? []
		const headers = { authorization: `Bearer ${apiKey}` }
		const read = await ask(at('/api/v1/workspace'), { headers })
		expect(read.json<{ name: string }>().name).toBe('Sunny Solar')
		expect(Object.keys(read.headers)).toEqual(expect.arrayContaining(['ratelimit', 'ratelimit-policy']))
		const write = await ask(at('/api/v1/workspace'), { method: 'PATCH', headers, body: { name: 'Renamed' } })
		expect([write.status, write.headers['content-type']]).toEqual([403, 'application/problem+json'])
		expect((await ask(at('/api/v1/workspace', 'acme'), { headers })).status).toBe(401)
		const list = await ask(at('/office/settings/api-keys'), { cookie: owner })
		expect(list.text).not.toContain(apiKey)
		const [, id] = /name="id" value="(key_[0-9a-z]+)"/.exec(list.text) ?? []
		await ask(at('/office/settings/api-keys?/revoke'), { cookie: owner, body: form({ id: id ?? '' }) })
		expect((await ask(at('/api/v1/workspace'), { headers })).status).toBe(401)
	})

	test('BRD-3: the company can be changed by program, and a mistake names its field', async () => {
		const key = await createApiKey(sunny, { name: 'Setup', grants: ['workspace:read', 'workspace:write'] })
		if (!key.ok) throw new Error(key.reason)
		const headers = { authorization: `Bearer ${key.apiKey}` }
		const changed = await ask(at('/api/v1/workspace'), {
			method: 'PATCH',
			headers,
			body: { currency: 'EUR', invitations: { auto: true } },
		})
		expect(changed.json()).toMatchObject({
			currency: 'EUR',
			invitations: { auto: true, channels: ['email', 'sms'] },
			signIn: { code: true },
		})
		const refused = await ask(at('/api/v1/workspace'), { method: 'PATCH', headers, body: { timeZone: 'Nowhere' } })
		expect(refused.json()).toMatchObject({ status: 422, errors: [{ path: 'timeZone', code: 'time_zone_unknown' }] })
		const none = await ask(at('/api/v1/workspace'), {
			method: 'PATCH',
			headers,
			body: { signIn: { code: false, link: false } },
		})
		expect(none.status).toBe(422)
	})

	test('BRD-3: the sender of mails and the puzzle before the form can be set by program, their secrets never read', async () => {
		const key = await createApiKey(sunny, { name: 'Mail', grants: ['workspace:read', 'workspace:write'] })
		if (!key.ok) throw new Error(key.reason)
		const call = (path: string, body?: object) =>
			ask(at(`/api/v1/workspace/${path}`), {
				method: body ? 'PUT' : 'GET',
				headers: { authorization: `Bearer ${key.apiKey}` },
				body,
			})
		const server = { host: 'smtp.example.com', port: 587, security: 'starttls' }
		const set = await call('sender', { fromAddress: 'hello@sunny.example', server, password: 'very-secret' })
		expect(set.json()).toMatchObject({ status: 'pending', server: { ...server, user: null, hasPassword: true } })
		expect(set.text).not.toContain('very-secret')
		// Nothing has proven yet that a mail in its name arrives.
		expect(set.json()).toMatchObject({ now: { from: { address: expect.not.stringContaining('sunny.example') } } })
		const noAddress = await call('sender', { server })
		expect(noAddress.json()).toMatchObject({
			status: 422,
			errors: [{ path: 'fromAddress', code: 'from_address_missing' }],
		})
		expect((await call('sender', {})).json()).toMatchObject({ fromAddress: null, server: null, records: [] })

		const puzzle = { provider: 'turnstile', siteKey: 'site' }
		expect((await call('captcha', puzzle)).json()).toMatchObject({
			errors: [{ path: 'secret', code: 'secret_missing' }],
		})
		expect((await call('captcha', { ...puzzle, secret: 'very-secret' })).json()).toEqual(puzzle)
		// Once set, the secret stays with its key.
		expect((await call('captcha', puzzle)).status).toBe(200)
		expect((await call('captcha')).json()).toEqual(puzzle)
		expect((await call('captcha', { provider: null })).json()).toEqual({ provider: null, siteKey: null })
		// What is told can be sent back.
		const none = (await call('captcha')).json<object>()
		expect((await call('captcha', none)).json()).toEqual(none)
	})
})

describe('ACC-8: what new contacts of a kind see', () => {
	test('is ticked per kind, kept, and offered where a contact is made', async () => {
		const page = await ask(at('/office/settings/access'), { cookie: owner })
		expect([page.status, page.text.includes('Those who are there already keep what they have')]).toEqual([200, true])
		expect((await ask(at('/office/settings/access'), { cookie: office })).status).toBe(404)
		const ticks = new URLSearchParams([
			['client', 'documents'],
			['client', 'messages'],
			['lender', 'projects'],
		])
		const saved = await ask(at('/office/settings/access'), { cookie: owner, body: ticks })
		expect(saved.headers.location).toBe('/office/settings/access?saved')
		const fresh = (await ask(at('/office/contacts/new'), { cookie: office })).text
		const ticked = [...fresh.matchAll(/<input[^>]*name="accessAreas"[^>]*>/g)].filter(([tag]) => /\schecked/.test(tag))
		expect(ticked.map(([tag]) => /value="(\w+)"/.exec(tag)?.[1])).toEqual(['documents', 'messages'])
		const refused = await ask(at('/office/settings/access'), { cookie: owner, body: form({ client: 'everything' }) })
		expect(refused.status).toBe(422)
	})
})
