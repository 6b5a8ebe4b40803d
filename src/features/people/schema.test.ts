import { describe, expect, test } from 'vitest'
import { accountInput, accountPatch, contactInput, contactPatch, siteInput } from './schema.ts'

function codes(result: { success: boolean; error?: { issues: { path: PropertyKey[]; message: string }[] } }): string[] {
	return (result.error?.issues ?? []).map((issue) => `${issue.path.join('.')}:${issue.message}`)
}

describe('ACC-1: a contact as form, API and command line give it', () => {
	test('is tidied', () => {
		const contact = contactInput('US').parse({
			firstName: '  Jose\u0301 ',
			lastName: 'de\u00a0León 👩‍🔧',
			email: ' JOSE@Example.org ',
			phone: '(602) 823-8666 x5',
			accessAreas: ['documents', 'projects', 'documents'],
		})
		expect(contact).toMatchObject({
			firstName: 'José',
			lastName: 'de León 👩‍🔧',
			email: 'jose@example.org',
			phone: { e164: '+16028238666', ext: '5' },
			accessAreas: ['projects', 'documents'],
		})
	})

	test.each([
		[{ email: 'a@b' }, ['email:email_invalid']],
		[{ firstName: 'A', phone: '12' }, ['phone:phone_invalid']],
		[{ firstName: 'a\u0007' }, ['firstName:control_characters']],
		[{ firstName: 'x'.repeat(201) }, ['firstName:too_long']],
		[{ firstName: 7 }, ['firstName:text_expected']],
		[{ firstName: 'A', kind: 'boss' }, ['kind:kind_unknown']],
		[{ firstName: 'A', language: 'xx' }, ['language:language_unknown']],
		[{ firstName: 'A', accessAreas: ['all'] }, ['accessAreas.0:access_area_unknown']],
		[{ firstName: 'A', links: [{ type: 'house', id: 'x' }] }, ['links.0.type:link_type_unknown']],
		[{ firstName: ' ', email: '', phone: null }, ['firstName:contact_empty']],
	])('%o is refused with %o', (given, expected) => {
		expect(codes(contactInput('US').safeParse(given))).toEqual(expected)
	})

	test('200 emoji are 200 characters; a patch tells a cleared field from one left out', () => {
		expect(contactInput().safeParse({ firstName: '🌞'.repeat(200) }).success).toBe(true)
		expect(contactPatch().parse({ email: '' })).toEqual({ email: null })
		expect(contactPatch().parse({})).toEqual({})
	})
})

test('ACC-9: accounts and sites', () => {
	expect(accountInput.parse({ name: ' Green\u00a0Dental ', notes: 'a\r\nb' })).toEqual({
		name: 'Green Dental',
		notes: 'a\nb',
	})
	expect(codes(accountInput.safeParse({ name: ' ' }))).toEqual(['name:name_missing'])
	expect(codes(accountInput.safeParse({}))).toEqual(['name:text_expected'])
	expect(accountPatch.parse({})).toEqual({})
	const place = { line1: '1 Elm Ct', region: 'VT', postalCode: '5401', country: 'USA' }
	expect(siteInput.parse({ accountId: 'acc_1', address: place }).address).toMatchObject({
		postalCode: '05401',
		country: 'US',
	})
	expect(codes(siteInput.safeParse({ accountId: 'acc_1', address: { country: 'Atlantis' } }))).toContain(
		'address.country:country_unknown',
	)
	expect(codes(siteInput.safeParse({ accountId: 'acc_1', address: {} }))).toEqual(['address:address_empty'])
})
