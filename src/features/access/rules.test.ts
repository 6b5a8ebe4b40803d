import fc from 'fast-check'
import { expect, test } from 'vitest'
import { areasSeen, codeRefusal, localPath, networkOf, readAddress, secondsToWait } from './rules.ts'
import { code } from './schema.ts'

test.each([
	['maya@example.com', { channel: 'email', address: 'maya@example.com' }],
	['  Maya@Example.COM ', { channel: 'email', address: 'maya@example.com' }],
	['(303) 555-0142', { channel: 'sms', address: '+13035550142' }],
	['303.555.0142', { channel: 'sms', address: '+13035550142' }],
	['+1 303 555 0142', { channel: 'sms', address: '+13035550142' }],
	['001 303 555 0142', { channel: 'sms', address: '+13035550142' }],
	['+49 221 4710 999', { channel: 'sms', address: '+492214710999' }],
	['maya', null],
	['maya@', null],
	['12', null],
	['', null],
	['a'.repeat(5000), null],
])('ACC-4: %j is read as an address in any format', (typed, expected) => {
	expect(readAddress(typed, 'US')).toEqual(expected)
})

test.each([
	['/files', '/files'],
	['/files/doc_1?page=2', '/files/doc_1?page=2'],
	['/', '/'],
	['//evil.example', null],
	['/\\evil.example', null],
	['/a\\b', null],
	['https://evil.example', null],
	['javascript:alert(1)', null],
	['/\t/evil.example', null],
	['/files\r\nSet-Cookie: a=b', null],
	['/./..//evil.example', null],
	['/sign-in', null],
	['/sign-in/code', null],
	['/i/abc', null],
	['/office', null],
	['/api/v1/contacts', null],
	['files', null],
	['', null],
	[null, null],
	[`/${'x'.repeat(600)}`, null],
])('ACC-4: next=%j leads to %j', (next, expected) => {
	expect(localPath(next)).toBe(expected)
})

test('ACC-4: whatever next says, a browser stays on this portal', () => {
	const here = 'https://sunny.example'
	const piece = fc.oneof(
		fc.constantFrom('/', '\\', '//', '.', '..', '@', ':', '?', '#', '%2f', '\t', '\n', 'evil.example'),
		fc.string(),
	)
	fc.assert(
		fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
			const path = localPath(pieces.join(''))
			if (path !== null) expect(new URL(path, here).origin).toBe(here)
		}),
		{ numRuns: 2000 },
	)
})

test.each([
	['203.0.113.7', '203.0.113.7'],
	['::ffff:203.0.113.7', '203.0.113.7'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
	['2001:0db8:0001:0002::9', '2001:db8:1:2'],
	['2001:db8::1', '2001:db8:0:0'],
	['::1', '0:0:0:0'],
	['fe80::1%eth0', 'fe80:0:0:0'],
])('ACC-4: the network of %s is %s', (ip, network) => {
	expect(networkOf(ip)).toBe(network)
})

const at = new Date('2026-06-12T12:00:00Z')
const later = new Date(at.getTime() + 1000)

test.each([
	[{ attempts: 0, expiresAt: later, spentAt: null }, null],
	[{ attempts: 4, expiresAt: later, spentAt: null }, null],
	[{ attempts: 5, expiresAt: later, spentAt: null }, 'locked'],
	[{ attempts: 5, expiresAt: at, spentAt: null }, 'locked'],
	[{ attempts: 0, expiresAt: at, spentAt: null }, 'expired'],
	[{ attempts: 1, expiresAt: later, spentAt: at }, 'spent'],
])('ACC-4: a code in state %j is refused as %s', (state, reason) => {
	expect(codeRefusal(state, at)).toBe(reason)
})

test.each([
	[null, 0],
	[0, 30],
	[1, 29],
	[29.5, 1],
	[30, 0],
	[4000, 0],
	[-500, 30],
])('ACC-4: %s seconds after the last code, %s are left to wait', (ago, left) => {
	expect(secondsToWait(ago === null ? null : new Date(at.getTime() - ago * 1000), at)).toBe(left)
})

test.each([
	['123456', '123456'],
	[' 123 456 ', '123456'],
	['123-456', '123456'],
	['１２３４５６', '123456'],
	['12345', null],
	['1234567', null],
	['12345a', null],
	['', null],
])('ACC-4: %j is read as code %j', (typed, expected) => {
	expect(code.safeParse(typed).data ?? null).toBe(expected)
})

test('ACC-8, BRD-3: of the areas that are ticked those remain whose section is on, and none without a link', () => {
	const ticked = ['documents', 'messages', 'visits'] as const
	const on = { documents: true, messages: true }
	expect(areasSeen(ticked, { linked: true, modules: on })).toEqual(ticked)
	expect(areasSeen(ticked, { linked: true, modules: { ...on, messages: false } })).toEqual(['documents', 'visits'])
	expect(areasSeen(['messages'], { linked: true, modules: { messages: false } })).toEqual([])
	expect(areasSeen(ticked, { linked: false, modules: on })).toEqual([])
})
