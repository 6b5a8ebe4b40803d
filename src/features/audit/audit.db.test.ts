import { expect, test } from 'vitest'
import { updateWorkspace } from '#features/workspaces/writes.ts'
import { csvLines } from '#platform/csv/csv.ts'
import { read, write } from '#platform/db/db.ts'
import { makeContact } from '#support/contact.ts'
import { useInstallation } from '#support/installation.ts'
import { makeMember } from '#support/member.ts'
import { changedFields, settingsChanged } from './changes/rules.ts'
import { auditLog, wholeLog } from './log/reads.ts'
import { cellsOf } from './log/rules.ts'
import { eventTypes, plainSentence, sentenceOf } from './sentences/rules.ts'

useInstallation([])

const timeZone = 'UTC'
const people = { type: 'member', id: 'mem_1', name: 'Dana' }

test.each(['en', 'es'] as const)('API-4: every kind of event reads as a sentence (%s)', (locale) => {
	expect(eventTypes.length).toBeGreaterThan(50)
	for (const type of eventTypes) {
		const data = { name: 'A name', title: 'A title', fileName: 'a.csv', to: 'a@example.com', from: 'b' }
		const entry = { id: 'evt', at: new Date(), type, actor: people, subjectId: 'x', contact: null, data, text: null }
		const sentence = plainSentence(entry, locale)
		expect(sentence, type).toMatch(/^\p{Lu}.{5,}$/u)
		expect(sentence, type).not.toMatch(/[{}]|undefined|_event_/)
	}
})

test('API-4: a change of settings is told field by field, by whom, and found by each filter', async () => {
	const contact = await makeContact({ firstName: 'Maya', lastName: 'Reyes' })
	const { workspaceId } = contact.scope
	const dana = await makeMember({ in: contact.scope, role: 'owner', name: 'Dana' })
	await updateWorkspace(dana.scope, { phone: '+13035550100' })
	await write(contact.scope, ({ emit }) =>
		emit({ type: 'contact.signedIn', subject: { type: 'contact', id: contact.id }, contactId: contact.id }),
	)
	const find = async (filter: object) =>
		(await read(dana.scope, (reader) => auditLog(reader, filter, { timeZone, limit: 50 }))).entries
	const [change] = await find({ by: dana.id, group: 'workspace' })
	expect(change && plainSentence(change, 'en')).toBe('Dana changed the company’s settings: Phone')
	expect(changedFields(change?.data ?? {}, 'en')).toEqual([{ label: 'Phone', from: 'nothing', to: '+13035550100' }])
	expect(change?.subjectId).toBe(workspaceId)
	await updateWorkspace(dana.scope, { settings: { signIn: { code: true, link: true, password: true, passkey: true } } })
	const [ways] = await find({ group: 'workspace' })
	expect(ways && plainSentence(ways, 'en')).toBe('Dana changed the company’s settings: Sign-in by password')
	await updateWorkspace(dana.scope, {
		phone: '+13035550100',
		settings: { signIn: { code: true, link: true, password: true, passkey: true } },
	})
	expect((await find({ group: 'workspace' }))[0]?.id).toBe(ways?.id)
	expect(changedFields(ways?.data ?? {}, 'en')).toEqual([{ label: 'Sign-in by password', from: 'no', to: 'yes' }])
	const [came] = await find({ contact: contact.id, group: 'contact' })
	expect(came && plainSentence(came, 'es')).toBe('Maya Reyes inició sesión')
	expect((await find({ contact: contact.id })).every((one) => one.subjectId === contact.id)).toBe(true)
	expect(await find({ to: '2001-01-01' })).toEqual([])
	expect(await find({ from: '2999-01-01' })).toEqual([])
	expect((await find({ from: '2001-01-01' })).length).toBeGreaterThanOrEqual(2)
	expect(await find({ by: 'mem_nobody' })).toEqual([])
})

test('ACC-10: that an account’s portal was switched off is told as that', () => {
	const told = (changes: object) =>
		plainSentence(
			{
				id: 'evt',
				at: new Date(),
				type: 'account.updated',
				actor: people,
				subjectId: 'acc',
				contact: null,
				data: { changes },
				text: null,
			},
			'en',
		)
	expect(told({ portalEnabled: { from: true, to: false } })).toBe('Dana switched the portal off for this account')
	expect(told({ portalEnabled: { from: false, to: true } })).toBe('Dana switched the portal on for this account')
	expect(told({ portalEnabled: { from: false, to: true }, name: { from: 'A', to: 'B' } })).toBe(
		'Dana changed the portal and the name',
	)
})

test('API-4: the sentence on settings names the first few, and how many more there are', () => {
	const changes = (count: number) =>
		settingsChanged(
			{ changes: Object.fromEntries(['a', 'b', 'c', 'd', 'e'].slice(0, count).map((key) => [key, {}])) },
			'en',
		)
	expect([0, 1, 4, 5].map(changes)).toEqual(['', 'a', 'a, b, c, and d', 'a, b, c, and 2 more'])
	expect(settingsChanged({ fields: ['sender', 'customDomain'] }, 'es')).toBe('Remitente de correo y Dominio')
})

test('API-4: pages of the log join without a gap, and its export is the same log', async () => {
	const contact = await makeContact()
	const dana = await makeMember({ in: contact.scope, role: 'owner' })
	for (let i = 0; i < 7; i++) await updateWorkspace(dana.scope, { name: `=cmd${i}` })
	const page = (before?: string) => read(dana.scope, (reader) => auditLog(reader, {}, { timeZone, before, limit: 3 }))
	const seen: string[] = []
	for (let at = await page(); ; at = await page(at.older ?? undefined)) {
		seen.push(...at.entries.map(({ id }) => id))
		if (!at.older) break
	}
	const whole = []
	for await (const entries of wholeLog(dana.scope, {}, timeZone)) whole.push(...entries)
	expect(seen).toEqual(whole.map(({ id }) => id))
	expect(new Set(seen).size).toBe(seen.length)
	expect(whole[0] && sentenceOf(whole[0], 'en')).toContain('settings')
	expect(csvLines(whole.slice(0, 1).map((entry) => cellsOf(entry, 'en')))).not.toMatch(/(^|,|\n)=/)
})
