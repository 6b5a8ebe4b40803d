import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readReport } from './report.ts'

const sample = (name: string, change: (text: string) => string = (text) => text) => {
	const text = readFileSync(new URL(`./samples/${name}.eml`, import.meta.url), 'utf8').replaceAll('MAIL_ID', id)
	return new TextEncoder().encode(change(text))
}
const id = 'dlv_01m8f0000000000000000000ab@sunny.example'

test.each([
	['postfix', 'failed', '5.1.1', /^550 5\.1\.1 <maya@home\.example>: Recipient address rejected: User unknown/],
	['postfix-delayed', 'delayed', '4.4.1', /^connect to mx\.home\.example.*timed out$/],
	['exim', 'failed', '5.0.0', /^550 5\.1\.1 The email account/],
	['exim-plain', 'failed', '5.7.1', /^550 5\.7\.1 <maya@home\.example>: blocked$/],
	['exchange', 'failed', '5.1.10', /^550 5\.1\.10 RESOLVER\.ADR\.RecipientNotFound/],
])('NOT-5: what %s reports is read: %s %s', async (name, action, status, diagnostic) => {
	for (const change of [(text: string) => text, (text: string) => text.replaceAll('\n', '\r\n')]) {
		const report = await readReport(sample(name, change))
		expect(report).toMatchObject({ messageId: id, complaint: null })
		expect(report?.recipients).toEqual([{ action, status, diagnostic: expect.stringMatching(diagnostic) }])
	}
})

test('NOT-5: a complaint says about which mail it is', async () => {
	expect(await readReport(sample('complaint'))).toMatchObject({ messageId: id, complaint: 'abuse', recipients: [] })
})

test('NOT-5: an Exchange report without the mail itself refers to it', async () => {
	const bare = sample('exchange', (text) => text.replace(/^Message-ID: <dlv.*$/m, 'X-Nothing: here'))
	expect(await readReport(bare)).toMatchObject({ messageId: id })
})

test('NOT-5: a report has an id of its own, the same each time it comes', async () => {
	const [once, again] = [await readReport(sample('postfix')), await readReport(sample('postfix'))]
	expect(once?.id).toBe(again?.id)
	expect(once?.id).not.toBe((await readReport(sample('exim')))?.id)
	const nameless = sample('postfix', (text) => text.replace(/^Message-Id: .*$/m, 'X-Nothing: here'))
	expect((await readReport(nameless))?.id).toMatch(/^[\w-]{43}$/)
})

test('NOT-5: an absence note, rubbish and a bottomless mail are no reports', async () => {
	const note = `From: maya@home.example\nSubject: Away\nAuto-Submitted: auto-replied\nIn-Reply-To: <${id}>\n\nBack on Monday.`
	const deep = Array.from({ length: 500 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}`).join(
		'\n',
	)
	for (const text of ['', '\0\0\0', note, deep, `X: ${'y'.repeat(200_000)}\n\nz`])
		expect(await readReport(new TextEncoder().encode(text))).toBeNull()
})
