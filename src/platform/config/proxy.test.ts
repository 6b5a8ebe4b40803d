import { describe, expect, test } from 'vitest'
import { clientAddress, parseTrustProxy, requestProtocol } from './proxy.ts'

function trust(text: string) {
	const parsed = parseTrustProxy(text)
	if (!parsed) throw new Error(`malformed: ${text}`)
	return parsed
}

describe('TRUST_PROXY: the address of the client', () => {
	test.each([
		['false', '203.0.113.9', '198.51.100.1', '198.51.100.1'],
		['0', '203.0.113.9', '198.51.100.1', '198.51.100.1'],
		['1', '203.0.113.9', '10.0.0.1', '203.0.113.9'],
		['1', 'evil, 6.6.6.6, 203.0.113.9', '10.0.0.1', '203.0.113.9'],
		['2', '6.6.6.6, 203.0.113.9, 10.0.0.2', '10.0.0.1', '203.0.113.9'],
		['2', '203.0.113.9', '10.0.0.1', '203.0.113.9'],
		['true', '203.0.113.9, 10.0.0.2', '10.0.0.1', '203.0.113.9'],
		['10.0.0.0/8', '6.6.6.6, 203.0.113.9, 10.0.0.2', '10.0.0.1', '203.0.113.9'],
		['10.0.0.0/8', '203.0.113.9', '198.51.100.1', '198.51.100.1'],
		['10.0.0.0/8', '10.0.0.3, 10.0.0.2', '10.0.0.1', '10.0.0.3'],
		['10.0.0.0/8', '203.0.113.9', '::ffff:10.0.0.1', '203.0.113.9'],
		['fd00::/8', '[2001:db8::1]:4711', 'fd00::1', '2001:db8::1'],
		['1', '203.0.113.9:4711', '10.0.0.1', '203.0.113.9'],
		['true', '203.0.113.9, unknown, 10.0.0.2', '10.0.0.1', '10.0.0.2'],
		['true', '', '10.0.0.1', '10.0.0.1'],
	])('%s: "%s" from %s is %s', (setting, forwarded, remote, expected) => {
		expect(clientAddress({ 'x-forwarded-for': forwarded }, remote, trust(setting))).toBe(expected)
	})

	test('no connection any more gives an empty address', () => {
		expect(clientAddress({}, undefined, trust('true'))).toBe('')
	})
})

describe('TRUST_PROXY: the protocol', () => {
	test.each([
		['false', 'https', '10.0.0.1', 'http'],
		['1', 'https', '10.0.0.1', 'https'],
		['1', 'https, http', '10.0.0.1', 'http'],
		['1', 'gopher', '10.0.0.1', 'http'],
		['10.0.0.0/8', 'https', '198.51.100.1', 'http'],
		['10.0.0.0/8', 'HTTPS', '10.0.0.1', 'https'],
	])('%s: "%s" from %s is %s', (setting, said, remote, expected) => {
		expect(requestProtocol({ 'x-forwarded-proto': said }, remote, trust(setting))).toBe(expected)
	})

	test('an encrypted connection of our own is https', () => {
		expect(requestProtocol({}, '198.51.100.1', trust('false'), true)).toBe('https')
	})
})
