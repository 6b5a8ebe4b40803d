import { test } from 'vitest'
import { markRead } from '#features/messages/unread/writes.ts'
import { sendMessage } from '#features/messages/writes.ts'
import { setClock } from '#platform/clock/clock.ts'
import { makeAccount } from '#support/account.ts'
import { desktop, openBrowser, phone } from '#support/browser.ts'
import { makeContact } from '#support/contact.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { startServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'

const database = openDatabase()
const browser = openBrowser()

test('shots', async () => {
	const server = await startServer({ databaseUrl: database.url })
	const scope = await makeWorkspace({ slug: 'sunny', phone: '+13035550142' })
	const maya = await makeContact({ accounts: [await makeAccount({ in: scope })] })
	const dev = await makeMember({ in: scope })
	const ago = (minutes: number) => setClock(() => new Date(Date.now() - minutes * 60_000))
	const say = async (who: typeof maya | typeof dev, body: string, internal = false) => {
		const sent = await sendMessage(who.scope, { accountId: maya.accountId, contactId: maya.id }, { body, internal })
		if (!sent.ok) throw new Error(sent.reason)
		return sent
	}
	ago(3 * 24 * 60)
	await say(maya, 'Hi Dev, can the battery go outside? The garage is full. This is the wall I mean.')
	ago(3 * 24 * 60 - 60)
	await say(
		dev,
		'Nice clear photos, thank you. Let me check the clearances with Tomás: it must keep 3 feet from the window. See https://example.com/clearances.',
	)
	ago(60)
	await say(dev, 'Ask Tomás before promising', true)
	await say(
		dev,
		'Yes, the battery can sit outside, left of the meter. I have marked the spot. It saves a day of work as well, so nothing changes in price.',
	)
	ago(30)
	const last = await say(maya, 'Wonderful. Then I will take the panel photo again tonight.')
	ago(28)
	await markRead(dev.scope, last.conversationId, last.messageId)
	for (let i = 0; i < 12; i++) {
		const one = await makeContact({
			accounts: [await makeAccount({ in: scope, name: `Household ${i}` })],
			firstName: ['Ana', 'Tom', 'Ines', 'Omar'][i % 4],
			lastName: `Oduya${i}`,
		})
		await sendMessage(
			one.scope,
			{ accountId: one.accountId },
			{ body: `When is the inspection of our roof, and who comes? ${i}` },
		)
		if (i % 3 === 0)
			await sendMessage(
				dev.scope,
				{ accountId: one.accountId, contactId: one.id },
				{ body: 'On Tuesday between 8 and 10.' },
			)
	}
	setClock()
	const origin = server.urlOf('sunny')
	const [mayas, devs] = [await makeSession(maya.scope), await makeSession(dev.scope)]
	for (const colorScheme of ['light', 'dark'] as const) {
		for (const [name, size] of Object.entries({ phone, desktop })) {
			const client = await browser.open(origin, mayas, { ...size, colorScheme })
			await client.page.goto('/messages')
			await client.page.waitForSelector('[role=log]')
			await client.page.evaluate(() => document.fonts.ready)
			await client.page.screenshot({ path: `/tmp/messages/portal-${name}-${colorScheme}.png` })
			console.log(name, client.errors)
			await client.context.close()
			for (const [what, path] of Object.entries({
				list: '/office/inbox',
				one: `/office/inbox/${last.conversationId}`,
			})) {
				const office = await browser.open(origin, devs, { ...size, colorScheme })
				await office.page.goto(path)
				await office.page.evaluate(() => document.fonts.ready)
				await office.page.screenshot({ path: `/tmp/messages/office-${what}-${name}-${colorScheme}.png` })
				console.log(name, what, office.errors)
				await office.context.close()
			}
		}
	}
	await server.stop()
})
