import { expect, test } from 'vitest'
import { meetDevice } from '#features/access/devices/writes.ts'
import { createDirectLink } from '#features/access/directLinks/writes.ts'
import { beginPreview } from '#features/access/previews/writes.ts'
import { openSession } from '#features/access/sessions/writes.ts'
import { contactPasswords, passkeys } from '#features/access/tables.ts'
import { authorOf } from '#features/kept/rules.ts'
import { keepForm } from '#features/kept/writes.ts'
import { notificationJobs } from '#features/notifications/jobs.ts'
import { declineOffer } from '#features/offers/writes.ts'
import { registrations } from '#features/registration/tables.ts'
import { acceptTerms, publishTerms } from '#features/terms/writes.ts'
import { visitInput } from '#features/visits/schema.ts'
import { scheduleVisit } from '#features/visits/writes.ts'
import { read, write } from '#platform/db/db.ts'
import { systemScope, visitorScope } from '#platform/scope/make.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDelivery } from '#support/delivery.ts'
import { makeDocument } from '#support/document.ts'
import { useInstallation } from '#support/installation.ts'
import { makeMember } from '#support/member.ts'
import { makeProject } from '#support/project.ts'
import { eraseContact } from './erasing/writes.ts'
import { personOf } from './gathering/reads.ts'
import { standingOf } from './gathering/standing/reads.ts'
import { privacyJobs } from './jobs.ts'

useInstallation([...notificationJobs, ...privacyJobs])
const device = { ip: '203.0.113.9', userAgent: 'Netscape Navigator' }

/** Somebody who has used every way in, and everything that leaves a trace. */
async function person(name: string) {
	const office = await makeMember({ role: 'owner' })
	const { workspaceId } = office.scope
	const system = systemScope({ workspaceId })
	const account = await makeAccount({ in: system })
	const email = `${name}@quix.example`
	const one = await makeContact({ accounts: [account], firstName: name, lastName: 'Quixworth', email })
	const other = await makeContact({ accounts: [account], firstName: 'Noor', lastName: 'Haddad' })
	const plan = await makeDocument({ account, sharedWithPortal: true })
	const project = await makeProject({ account })
	const visit = visitInput().parse({
		...{ projectId: project.id, title: 'Survey', notify: false },
		...{ startsAt: '2031-03-01T08:00:00Z', endsAt: '2031-03-01T10:00:00Z' },
	})
	await scheduleVisit(system, visit)
	const place = { account, projectId: project.id, folder: 'proposals' as const, sharedWithPortal: true }
	for (const who of [one, other]) {
		const offer = await makeDocument({ ...place, title: who === one ? `Offer to ${name}` : 'Offer to Noor' })
		await declineOffer(who.scope, offer.id, { reason: 'Too dear', device })
	}
	await publishTerms(system, { language: 'en', title: 'Terms', body: 'Be kind.' })
	for (const who of [one, other]) {
		await acceptTerms(who.scope, 1, who === one ? device : { ip: '198.51.100.1', userAgent: 'Firefox' })
		await createDirectLink(office.scope, { contactId: who.id, target: { type: 'document', id: plan.id } })
		await keepForm(visitorScope({ workspaceId, locale: 'en' }), form, authorOf(who.scope))
		const delivery = await makeDelivery(system, { contactId: who.id, recipient: who.email ?? '' })
		expect(delivery).toMatch(/^dlv_/)
		await write(who.scope, async (writer) => {
			const { db } = writer
			await openSession(
				writer,
				{ type: 'contact', id: who.id, method: 'code' },
				who === one ? device : { ip: '', userAgent: '' },
			)
			await meetDevice(writer, { type: 'contact', id: who.id }, null)
			await db
				.insert(contactPasswords)
				.values({ workspaceId, contactId: who.id, hash: `hash of ${who.id}`, setAt: new Date() })
			await db.insert(passkeys).values({
				...{ workspaceId, id: `pky_${who.id}`, contactId: who.id, credentialId: `key of ${who.id}`, publicKey: 'x' },
				...{ counter: 0, transports: [], host: 'localhost', name: `Phone of ${who.id}`, createdAt: new Date() },
			})
		})
	}
	await write(system, ({ db }) =>
		db.insert(registrations).values({
			...{ workspaceId, id: `reg_${one.id}`, formKey: one.id, firstName: name, lastName: 'Quixworth', email },
			...{ message: `I am ${name}`, language: 'en', ip: device.ip, userAgent: device.userAgent, captcha: 'off' },
			...{ outcome: 'created', contactId: one.id, createdAt: new Date() },
		}),
	)
	const { sessionId } = await write(office.scope, (writer) =>
		openSession(writer, { type: 'member', id: office.id, method: 'password' }, { ip: '', userAgent: '' }),
	)
	expect(await beginPreview(office.scope, sessionId, one.id)).toMatchObject({ ok: true })
	return { office, system, one, other }
}
const form = { action: '/profile', encoding: 'multipart/form-data' as const, fields: [], files: false }

test('API-4: a person reads by what it comes in, what it agreed to and what it sent; secrets are not told', async () => {
	const { system, one, other } = await person('zebulon')
	const mine = await read(system, (reader) => standingOf(reader, one.id))
	expect(mine).toMatchObject({
		waysIn: {
			password: [{ setAt: expect.any(Date) }],
			passkeys: [{ name: `Phone of ${one.id}` }],
			devices: [{ firstSeenAt: expect.any(Date) }],
			directLinks: [{ target: 'document', timesOpened: 0 }],
		},
		terms: [{ title: 'Terms', version: 1, ip: device.ip }],
		forms: [{ firstName: 'zebulon', message: 'I am zebulon' }],
		visits: [{ title: 'Survey', status: 'scheduled' }],
		offers: [{ title: 'Offer to zebulon', decision: 'declined', reason: 'Too dear', ip: device.ip }],
	})
	const text = JSON.stringify([mine, await read(system, (reader) => personOf(reader, one.id))])
	expect(text).toContain('Netscape')
	for (const secret of ['hash of', 'key of', 'token', other.id, '198.51.100.1']) expect(text).not.toContain(secret)
})

test('API-4: an erasure takes all that is the person’s alone, and nothing of others', async () => {
	const { office, system, one } = await person('zebulon')
	const erased = await eraseContact(office.scope, one.id, { texts: true })
	expect(erased).toMatchObject({
		ok: true,
		report: {
			removed: {
				sessions: 1,
				devices: 1,
				passkeys: 1,
				contactPasswords: 1,
				directLinks: 1,
				previews: 1,
				registrations: 1,
			},
		},
	})
	const left = await read(system, async ({ client }) => {
		const count = async (table: string) => Number((await client.query(`select count(*) as n from ${table}`)).rows[0].n)
		const own = ['sessions', 'devices', 'passkeys', 'contact_passwords', 'direct_links', 'kept_forms']
		const counts = await Promise.all(
			[...own, 'previews', 'registrations', 'terms_acceptances', 'deliveries'].map(count),
		)
		const texts = await client.query(
			`select (select string_agg(t::text, ' ') from terms_acceptances t) || (select string_agg(d::text, ' ') from deliveries d) as text`,
		)
		return { counts, text: String(texts.rows[0].text) }
	})
	// One of each is the other's; the member's session stays; that the terms were accepted and a mail was sent stays for both.
	expect(left.counts).toEqual([2, 1, 1, 1, 1, 1, 0, 0, 2, 2])
	expect(left.text).not.toMatch(/zebulon|quix|203\.0\.113\.9|Netscape/)
	expect(left.text).toContain('198.51.100.1')
})
