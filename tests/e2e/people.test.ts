import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noteAccount } from '#features/people/accounts/writes.ts'
import { findContact } from '#features/people/contacts/reads.ts'
import { createContact, updateContact } from '#features/people/contacts/writes.ts'
import { contactInput } from '#features/people/schema.ts'
import { read } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { visit } from '#support/alive.ts'
import { desktop, openBrowser, phone } from '#support/browser.ts'
import { ask, type Cookie } from '#support/http.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeSite } from '#support/site.ts'
import { makeWorkspace } from '#support/workspace.ts'

const database = openDatabase()
const browser = openBrowser()
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

const office = (options: object = desktop) => browser.open(origin, cookie, options)

/** Types into a field, again if the page's script came in between; `then` is what the typing brings up. */
async function type(field: Locator, text: string, then?: Locator) {
	await expect
		.poll(async () => {
			await field.fill(text)
			await then?.waitFor({ timeout: 1000 }).catch(() => {})
			return (await field.inputValue()) === text && (!then || (await then.isVisible()))
		})
		.toBe(true)
}

async function add(given: Record<string, unknown>) {
	const made = await createContact(scope, contactInput('US').parse(given))
	if (!made.ok) throw new Error(made.reason)
	return made.contact
}

describe('ACC-1: a contact made and invited in the browser', () => {
	test('is linked while typing, invited by its checkbox, and listed as invited', async () => {
		const account = await makeAccount({ in: scope, name: 'Juniper household' })
		await makeSite({ account })
		const { page, errors } = await office()
		await page.goto('/office/contacts')
		await page.getByRole('link', { name: 'New contact' }).first().click()
		await page.getByLabel('First name').fill('Maya')
		await page.getByLabel('Last name').fill('Okafor')
		await page.getByLabel('E-mail', { exact: true }).fill('maya.okafor@example.com')
		const hit = page.getByRole('checkbox', { name: /^Juniper household/ })
		await type(page.getByLabel('Find an account or a site'), 'juniper house', hit)
		await hit.check()
		await page.getByRole('checkbox', { name: 'Invite to the portal now' }).check()
		await page.getByRole('button', { name: 'Create contact' }).last().click()
		await page.getByRole('heading', { name: /Maya Okafor/ }).waitFor()
		await page.getByRole('link', { name: 'Juniper household' }).waitFor()
		expect(await page.getByText('by e-mail, maya.okafor@example.com').first().isVisible()).toBe(true)
		await page.goto('/office/contacts?status=invited')
		await page.getByRole('row', { name: /Maya Okafor.*Invited/ }).waitFor()
		expect(errors).toEqual([])
	})

	test('is refused without e-mail and phone, with the reason at the box and the typing kept', async () => {
		const { page } = await office(phone)
		await page.goto('/office/contacts/new')
		await page.getByLabel('First name').fill('Nobody')
		await page.getByRole('checkbox', { name: 'Invite to the portal now' }).check()
		await page.getByRole('button', { name: 'Create contact' }).last().click()
		await page.getByRole('alert').getByText('e-mail address or a phone number').waitFor()
		expect(await page.getByLabel('First name').inputValue()).toBe('Nobody')
		expect(await page.getByRole('checkbox', { name: 'Invite to the portal now' }).isChecked()).toBe(true)
	})

	test('an address that somebody has leads to that person', async () => {
		const other = await add({ firstName: 'Olga', lastName: 'First', email: 'olga@example.com' })
		const { page } = await office({ ...desktop, javaScriptEnabled: false })
		await page.goto('/office/contacts/new')
		await page.getByLabel('First name').fill('Second')
		await page.getByLabel('E-mail', { exact: true }).fill('olga@example.com')
		await page.getByLabel('E-mail', { exact: true }).press('Enter')
		await page.getByRole('link', { name: 'Open Olga First' }).click()
		expect(new URL(page.url()).pathname).toBe(`/office/contacts/${other.id}`)
	})
})

test('ACC-10: whoever suspends somebody goes on with the page, and may reinstate at once', async () => {
	const contact = await add({ firstName: 'Greta', lastName: 'Gone', email: 'greta@example.com' })
	const { page, errors } = await office()
	await page.goto(`/office/contacts/${contact.id}`)
	await page.getByRole('button', { name: 'Suspend…' }).click()
	await page.getByLabel('Note to the contact').fill('Please call us.')
	await page.getByRole('button', { name: 'Suspend', exact: true }).click()
	await page.getByText('The note shown: “Please call us.”').waitFor()
	await page.getByRole('button', { name: 'Reinstate' }).click()
	await page.getByText('Reinstated.', { exact: true }).waitFor()
	await page.getByRole('button', { name: 'Suspend…' }).click()
	await page.getByRole('button', { name: 'Cancel' }).click()
	await page.getByRole('link', { name: 'Edit' }).click()
	expect(errors).toEqual([])
})

test('two editors: the second sees what the first changed, keeps the typing, and may then save', async () => {
	const contact = await add({ firstName: 'Ines', lastName: 'Two', email: 'ines@example.com' })
	const { page } = await office()
	await page.goto(`/office/contacts/${contact.id}/edit`)
	await updateContact(scope, contact.id, { lastName: 'Three', email: 'ines3@example.com' })
	await type(page.getByLabel('First name'), 'Agnes')
	await page.getByRole('button', { name: 'Save' }).click()
	const alert = page.getByRole('alert')
	await alert.getByText('the last name from “Two” to “Three”').waitFor()
	await alert.getByText('“ines3@example.com”').waitFor()
	expect(await page.getByLabel('First name').inputValue()).toBe('Agnes')
	await page.getByLabel('Last name').fill('Three')
	await page.getByRole('button', { name: 'Save' }).click()
	await page.getByRole('heading', { name: /Agnes Three/ }).waitFor()
	const saved = await read(scope, (reader) => findContact(reader, contact.id))
	expect(saved).toMatchObject({ firstName: 'Agnes', lastName: 'Three', email: 'ines@example.com' })
})

test('the list by keyboard: J and K move, X ticks, the bar says who will be skipped, archive can be undone', async () => {
	for (const [index, lastName] of ['Kaaa', 'Kbbb', 'Kccc'].entries()) {
		await add({ firstName: 'Key', lastName, ...(index < 2 && { email: `${lastName}@example.com` }) })
	}
	const { page, errors } = await office()
	await page.goto('/office/contacts?q=key')
	await page.getByRole('row', { name: /Kccc/ }).waitFor()
	// The keys are heard once the page's script runs.
	await expect
		.poll(async () => {
			await page.keyboard.press('j')
			return page.evaluate(() => document.activeElement?.textContent?.trim())
		})
		.toBe('Key Kaaa')
	await page.keyboard.press('x')
	await page.getByText('1 selected.').waitFor()
	await page.keyboard.press('j')
	await page.keyboard.press('j')
	await page.keyboard.press('k')
	expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Key Kbbb')
	await page.keyboard.press('x')
	await page.keyboard.press('j')
	await page.keyboard.press('x')
	const bar = page.getByRole('region', { name: '3 selected.' })
	await bar.getByText('2 can be invited; 1 has no e-mail or phone and will be skipped.').waitFor()
	await page.getByRole('button', { name: 'Invite 2' }).click()
	await page.getByText('2 invitations are on their way.').waitFor()
	await page.getByRole('row', { name: /Kaaa.*Invited/ }).waitFor()
	await page.getByRole('checkbox', { name: 'Select Key Kccc' }).check()
	await page.getByRole('button', { name: 'Archive' }).click()
	await page.getByText('1 contact archived').waitFor()
	await page.getByRole('row', { name: /Kccc/ }).waitFor({ state: 'detached' })
	await page.getByRole('button', { name: 'Undo' }).click()
	await page.getByRole('row', { name: /Kccc/ }).waitFor()
	await page.keyboard.press('Enter')
	expect(errors).toEqual([])
})

test('ACC-1: all of a view are counted to the last one before anything is done to them, less who is un-ticked', async () => {
	for (let n = 0; n < 55; n++)
		await add({ firstName: 'Everyone', lastName: `N${n}`, ...(n > 1 && { email: `everyone${n}@example.com` }) })
	const { page, errors } = await office()
	await visit(page, '/office/contacts?q=everyone')
	await page.locator('thead').getByRole('checkbox').check()
	await page.getByRole('button', { name: 'Select all 55' }).click()
	await page.getByText('53 can be invited; 2 have no e-mail or phone and will be skipped.').waitFor()
	await page
		.getByRole('row', { name: /Everyone N10 / })
		.getByRole('checkbox')
		.uncheck()
	await page.getByRole('region', { name: '54 selected.' }).waitFor()
	await page.getByRole('button', { name: 'Invite 52' }).click()
	await page.getByText('52 invitations are on their way.').waitFor()
	expect(errors).toEqual([])
})

test('Ctrl-K finds people, accounts and addresses, and goes there by keyboard', async () => {
	const account = await makeAccount({ in: scope, name: 'Palette household' })
	const found = await add({ firstName: 'Pal', lastName: 'Ette', links: [{ type: 'account', id: account.id }] })
	const { page } = await office()
	await page.goto('/office/accounts')
	const dialog = page.getByRole('dialog', { name: 'Search' })
	await expect
		.poll(async () => {
			await page.keyboard.press('Control+k')
			return dialog.isVisible()
		})
		.toBe(true)
	await page.keyboard.type('pal ette')
	await page.getByRole('option', { name: /Pal Ette/ }).waitFor()
	await page.keyboard.press('Enter')
	await page.waitForURL(`**/office/contacts/${found.id}`)
})

test('without scripts: an account with its site, a note in its feed, a person linked by search', async () => {
	const person = await add({ firstName: 'Lone', lastName: 'Linker' })
	const { page } = await office({ ...desktop, javaScriptEnabled: false })
	await page.goto('/office/accounts/new')
	await page.getByLabel('Name').fill('Plain household')
	await page.getByLabel('Street and number').fill('7 Plain Road')
	await page.getByRole('button', { name: 'Create account' }).click()
	await page.getByRole('link', { name: '7 Plain Road' }).waitFor()
	await page.getByLabel('Message or note').fill('Beware of the goat')
	await page.getByRole('button', { name: 'Add note' }).click()
	await page.getByText('Beware of the goat').waitFor()
	await page.getByRole('searchbox', { name: 'Link a person' }).fill('linker')
	await page.getByRole('searchbox', { name: 'Link a person' }).press('Enter')
	await page.getByRole('button', { name: 'Link', exact: true }).click()
	await page.getByRole('link', { name: 'Lone Linker' }).waitFor()
	const linked = await read(scope, (reader) => findContact(reader, person.id))
	expect(linked?.links).toMatchObject([{ accountName: 'Plain household', type: 'account' }])
})

test('what a colleague does shows up on the open page, and leaves what is being typed alone', async () => {
	const account = await makeAccount({ in: scope, name: 'Live household' })
	const { page } = await office()
	await page.goto(`/office/accounts/${account.id}`)
	await type(page.getByLabel('Message or note'), 'Half a thought')
	let notes = 0
	await expect
		.poll(
			async () => {
				// The page may not be listening yet.
				await noteAccount(scope, account.id, `From a colleague ${notes++}`)
				return page.getByText('From a colleague').count()
			},
			{ interval: 1000 },
		)
		.toBeGreaterThan(0)
	expect(await page.getByLabel('Message or note').inputValue()).toBe('Half a thought')
})

test('the office pages of another company, and of technicians, are not there', async () => {
	const foreign = await makeWorkspace({ slug: 'acme' })
	const account = await makeAccount({ in: foreign, name: 'Theirs' })
	const hidden = [`/office/accounts/${account.id}`, `/office/sites/new?account=${account.id}`]
	for (const path of hidden) expect((await ask(`${origin}${path}`, { cookie })).status).toBe(404)
	const technician = await makeSession((await makeMember({ in: scope, role: 'technician' })).scope)
	for (const path of ['/office/contacts', '/office/accounts', '/office/search/hits?q=key']) {
		expect((await ask(`${origin}${path}`, { cookie: technician })).status).toBe(404)
	}
	const own = await ask(`${origin}/office/me`, { cookie: technician })
	const links = [...own.text.matchAll(/href="(\/office[^"]*)"/g)].map(([, path]) => path)
	const elsewhere = links.filter((path) => path !== '/office' && !path?.startsWith('/office/me'))
	expect([own.status, [...new Set(elsewhere)]]).toEqual([200, ['/office/visits']])
})
