import { describe, expect, test } from 'vitest'
import { addressKey, addressLine, normaliseCountry, repairPostalCode } from './rules.ts'

describe('API-3: addresses of an export', () => {
	test.each([
		['us', 'US'],
		['USA', 'US'],
		['U.S.A.', 'US'],
		['United States', 'US'],
		['the United States of America', 'US'],
		['Estados Unidos', 'US'],
		['EE. UU.', 'US'],
		['España', 'ES'],
		['espana', 'ES'],
		['Deutschland', 'DE'],
		['Germany', 'DE'],
		['Canadá', 'CA'],
		['México', 'MX'],
		['UK', 'GB'],
		['United Kingdom', 'GB'],
		['Germania Inferior', null],
		['ZZ', null],
		['', null],
	])('country %s', (text, code) => expect(normaliseCountry(text)).toBe(code))

	test.each([
		['5401', 'US', 'VT', '05401'],
		['5401-1234', 'US', 'VT', '05401-1234'],
		['2139', 'US', '', '02139'],
		['901', 'US', 'PR', '00901'],
		['901', 'US', 'VT', '901'],
		['8001', 'ES', '', '08001'],
		['1067', 'DE', '', '01067'],
		['8500', 'US', 'AZ', '8500'],
		['05401', 'US', 'VT', '05401'],
		['g1r  4p5', 'CA', 'QC', 'G1R 4P5'],
		['1010', 'AT', '', '1010'],
	])('postal code %s in %s %s', (code, country, region, kept) => {
		expect(repairPostalCode(code, country, region)).toBe(kept)
	})

	test('one place has one key, however it is typed', () => {
		const key = addressKey({ line1: '2889 Calle Mayor', city: 'Köln', postalCode: '50667' })
		expect(addressKey({ line1: '2889  calle mayor.', city: 'KOLN', postalCode: '50667', country: 'DE' })).toBe(key)
		expect(addressKey({ line1: '2890 Calle Mayor', postalCode: '50667' })).not.toBe(key)
		expect(addressKey({ city: 'Köln' })).toBe('')
		expect(addressLine({ line1: '1 Main St', city: 'Phoenix', region: 'AZ' })).toBe('1 Main St, Phoenix, AZ')
	})
})
