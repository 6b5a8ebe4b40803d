import { expect, test } from 'vitest'
import { read } from '#platform/db/db.ts'
import { systemScope } from '#platform/scope/make.ts'
import { desktop, openBrowser } from '#support/browser.ts'
import { useDemo } from '#support/demo.ts'

const demo = useDemo()
const browser = openBrowser()

/** Opens a page whose scripts wait for `alive`, as on a slow line. */
async function openSlowly(path: string, who = demo.owner) {
	const opened = await browser.open(demo.origin, who, desktop)
	const gate = Promise.withResolvers<void>()
	await opened.page.route('**/_app/immutable/**/*.js', async (route) => {
		await gate.promise
		await route.continue()
	})
	await opened.page.goto(path, { waitUntil: 'commit' })
	await opened.page.locator('form[method=post] [name]').first().waitFor({ state: 'attached' })
	return {
		...opened,
		async alive() {
			gate.resolve()
			await opened.page.waitForLoadState('networkidle')
		},
	}
}

test('BRD-1: what is typed before the page is alive stays, and its preview shows it', async () => {
	const { page, context, alive, errors } = await openSlowly('/office/settings/brand')
	await page.locator('#brandColor').fill('#0055aa')
	await page.locator('[name="welcome.en"]').fill('Good to see you')
	const ticked = await page.locator('[name=logoHoldsName]').isChecked()
	await page.locator('[name=logoHoldsName]').setChecked(!ticked)
	await alive()
	await expect.poll(() => page.locator('.preview').getAttribute('style')).toContain('#0055aa')
	expect(await page.locator('#brandColor').inputValue()).toBe('#0055aa')
	expect(await page.locator('[name="welcome.en"]').inputValue()).toBe('Good to see you')
	expect(await page.locator('.preview').textContent()).toContain('Good to see you')
	expect(await page.locator('[name=logoHoldsName]').isChecked()).toBe(!ticked)
	expect(errors).toEqual([])
	await context.close()
})

test('BRD-3: what is chosen before the page is alive stays', async () => {
	const { page, context, alive, errors } = await openSlowly('/office/settings/website')
	await page.locator('[name=captcha]').selectOption('turnstile')
	await page.locator('[name=siteKey]').fill('a key')
	await page.locator('[name=origins]').fill('https://example.com')
	const open = await page.locator('[name=open]').isChecked()
	await page.locator('[name=open]').setChecked(!open)
	await alive()
	await expect.poll(() => page.locator('[name=captcha]').inputValue()).toBe('turnstile')
	expect(await page.locator('[name=siteKey]').inputValue()).toBe('a key')
	expect(await page.locator('[name=origins]').inputValue()).toBe('https://example.com')
	expect(await page.locator('[name=open]').isChecked()).toBe(!open)
	expect(errors).toEqual([])
	await context.close()
})

test('ACC-1: a contact that is begun before the page is alive stays as it was typed', async () => {
	const { page, context, alive, errors } = await openSlowly('/office/contacts/new')
	await page.locator('[name=firstName]').fill('Ana')
	await page.locator('[name=kind]').selectOption('lender')
	const area = page.locator('[name=accessAreas]').first()
	const ticked = await area.isChecked()
	await area.setChecked(!ticked)
	await alive()
	await expect.poll(() => page.locator('[name=kind]').inputValue()).toBe('lender')
	expect(await page.locator('[name=firstName]').inputValue()).toBe('Ana')
	expect(await area.isChecked()).toBe(!ticked)
	expect(errors).toEqual([])
	await context.close()
})

test('MSG-1: whom a conversation is given to before the page is alive gets it', async () => {
	const scope = systemScope({ workspaceId: demo.workspaceId })
	const first = () =>
		read(scope, async ({ client }) => {
			const { rows } = await client.query<{ id: string; assigned_to: string | null }>(
				'select id, assigned_to from conversations where workspace_id = $1 order by id limit 1',
				[demo.workspaceId],
			)
			return rows[0]
		})
	const before = await first()
	const { page, context, alive, errors } = await openSlowly(`/office/inbox/${before?.id}`)
	const values = await page
		.locator('#member option')
		.evaluateAll((options) => options.map((one) => one.getAttribute('value')))
	const other = values.find((value) => value && value !== before?.assigned_to) ?? ''
	await page.locator('#member').selectOption(other)
	await alive()
	await expect.poll(async () => (await first())?.assigned_to).toBe(other)
	expect(await page.locator('#member').inputValue()).toBe(other)
	expect(errors).toEqual([])
	await context.close()
})

test('ACC-15: what a client does not want to share stays unticked, though the page was not alive', async () => {
	const { page, context, alive, errors } = await openSlowly('/profile/people/new', demo.client)
	await page.locator('[name=area][value=messages]').uncheck()
	await page.locator('[name=firstName]').fill('Tom')
	await alive()
	await expect.poll(() => page.locator('[name=firstName]').inputValue()).toBe('Tom')
	expect(await page.locator('[name=area][value=messages]').isChecked()).toBe(false)
	expect(await page.locator('[name=area][value=documents]').isChecked()).toBe(true)
	expect(errors).toEqual([])
	await context.close()
})

test('ACC-10: a dialog that is opened before the page is alive stays, with what was typed into it', async () => {
	const { page, context, alive, errors } = await openSlowly(`/office/contacts/${demo.contactId}`)
	await page.getByRole('button', { name: 'Suspend…' }).click()
	await page.getByLabel('Note to the contact').fill('Please call us.')
	await alive()
	expect(await page.getByLabel('Note to the contact').isVisible()).toBe(true)
	expect(await page.getByLabel('Note to the contact').inputValue()).toBe('Please call us.')
	await page.getByRole('button', { name: 'Cancel' }).click()
	await page.getByLabel('Note to the contact').waitFor({ state: 'hidden' })
	await page.getByRole('button', { name: 'More' }).click()
	expect(errors).toEqual([])
	await context.close()
})
