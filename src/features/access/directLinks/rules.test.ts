import { expect, test } from 'vitest'
import { newToken } from '#platform/crypto/crypto.ts'
import { isMachine, isTargetType, tokenOf } from './rules.ts'

const token = newToken()
test.each([
	[`/l/${token}`, token],
	[`/l/${token}/`, token],
	[`/l/${token}/content`, token],
	[`/l/${token}x`, null],
	[`/l/${token.slice(1)}`, null],
	['/l/', null],
	[`/files/l/${token}`, null],
	[`/office/l/${token}`, null],
])('ACC-7: of %s the token is %s', (path, found) => {
	expect(tokenOf(path)).toBe(found)
})

const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'
test.each([
	[true, 'HEAD', { 'user-agent': chrome }],
	[true, 'GET', { 'user-agent': 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)' }],
	[true, 'GET', { 'user-agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' }],
	[true, 'GET', { 'user-agent': 'WhatsApp/2.23' }],
	[true, 'GET', { 'user-agent': 'Barracuda Sentinel (EE)' }],
	[true, 'GET', { 'user-agent': chrome, 'sec-purpose': 'prefetch;prerender' }],
	[false, 'GET', { 'user-agent': chrome }],
	[false, 'POST', { 'user-agent': chrome }],
	[false, 'GET', {}],
])('ACC-7: that a program and no person looks is %s of %s %j', (is, method, headers) => {
	expect(isMachine({ method, headers: new Headers(headers as Record<string, string>) })).toBe(is)
})

test('ACC-7: the kinds that a link may name are known, and no others', () => {
	expect(['document', 'invoice', 'reviewPage'].every(isTargetType)).toBe(true)
	expect(['contact', 'Document', 'toString', ''].some(isTargetType)).toBe(false)
})
