import { beforeAll, expect, test } from 'vitest'
import { useSecret } from '#platform/crypto/crypto.ts'
import { readToken, unsubscribeToken } from './rules.ts'

beforeAll(() => useSecret('a secret for tests, long enough for everything'))

test('NOT-5: a link to unsubscribe holds for one contact of one company and one kind', () => {
	const token = unsubscribeToken('wsp_1', 'con_1', 'documents')
	expect(readToken('wsp_1', token)).toEqual({ contactId: 'con_1', kind: 'documents' })
	expect(readToken('wsp_2', token)).toBeNull()
	for (const bad of ['', 'x', token.slice(0, -1), token.replace('con_1', 'con_2'), token.replace('documents', 'news')])
		expect(readToken('wsp_1', bad)).toBeNull()
})
