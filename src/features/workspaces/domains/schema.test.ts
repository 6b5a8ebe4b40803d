import { expect, test } from 'vitest'
import { domainHost } from './schema.ts'

test.each([
	['portal.acme.example', 'portal.acme.example'],
	[' HTTPS://Portal.Acme.example/sign-in?x=1 ', 'portal.acme.example'],
	['portal.acme.example.', 'portal.acme.example'],
	['müller-solar.example', 'xn--mller-solar-thb.example'],
	['localhost', null],
	['192.0.2.1', null],
	['[2001:db8::1]', null],
	['portal.acme.example:8443', null],
	['-a.example', null],
	['a_b.example', null],
	['*.acme.example', null],
	[`${'a'.repeat(64)}.example`, null],
	['', null],
])('BRD-2: the host %j is read as %j', (typed, host) => {
	expect(domainHost.safeParse(typed).data ?? null).toBe(host)
})
