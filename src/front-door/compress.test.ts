import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { compress } from './compress.ts'

const asks = (accept: string) =>
	new Request('http://portal.example/', { headers: accept ? { 'accept-encoding': accept } : {} })
const page = (text: string, headers: Record<string, string> = {}) =>
	new Response(text, { headers: { 'content-type': 'text/html', 'content-length': String(text.length), ...headers } })
const long = '<p>Your permit is with the city.</p>'.repeat(200)

test('HOM-4: a page travels packed to whom can unpack it, and is the same afterwards', async () => {
	const response = await compress(asks('gzip, deflate, br'), page(long))
	expect(response.headers.get('content-encoding')).toBe('gzip')
	const bytes = Buffer.from(await response.arrayBuffer())
	expect(response.headers.get('content-length')).toBe(String(bytes.length))
	expect(bytes.length).toBeLessThan(long.length / 4)
	expect(gunzipSync(bytes).toString()).toBe(long)
})

test.each([
	['nobody asked for it', asks(''), page(long)],
	['it is short', asks('gzip'), page('<p>Hi</p>')],
	['it streams', asks('gzip'), new Response(long, { headers: { 'content-type': 'text/html' } })],
	['it is a picture', asks('gzip'), page(long, { 'content-type': 'image/png' })],
	['it is packed already', asks('gzip'), page(long, { 'content-encoding': 'br' })],
])('it goes out as it is when %s', async (_why, request, response) => {
	expect(await compress(request, response)).toBe(response)
})
