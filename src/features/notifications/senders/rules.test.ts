import { expect, test } from 'vitest'
import { recordsOf } from './rules.ts'

const sender = { dkimSelector: 'portal-abc', dkimPublic: 'MIIB', findings: null }

test('BRD-3: the records of an address are those of its domain; an own server brings its own SPF', () => {
	const records = recordsOf({ ...sender, fromAddress: 'hello@Mail.Sunny.example', server: null }, 'X <n@host.example>')
	expect(records.map(({ name, value }) => `${name} ${value}`)).toEqual([
		'portal-abc._domainkey.mail.sunny.example v=DKIM1; k=rsa; p=MIIB',
		'mail.sunny.example v=spf1 include:host.example ~all',
		'_dmarc.mail.sunny.example v=DMARC1; p=none',
	])
	const server = { host: 'smtp.sunny.example', port: 465, security: 'tls' as const, user: null }
	const own = recordsOf({ ...sender, fromAddress: 'hello@sunny.example', server }, 'n@host.example')
	expect(own.map(({ use }) => use)).toEqual(['dkim', 'dmarc'])
	expect(recordsOf({ ...sender, fromAddress: null, server: null }, 'n@host.example')).toEqual([])
})
