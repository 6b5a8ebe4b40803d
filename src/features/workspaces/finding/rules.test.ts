import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findSettings, settingsPages } from './rules.ts'

const folder = join(import.meta.dirname, '../../../routes/office/(app)/settings')
const there = readdirSync(folder, { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.map(({ name }) => name)

describe('BRD-4: settings can be searched', () => {
	test('every page of the settings is in the index', () => {
		const listed = settingsPages(there, 'en').map(({ href }) => href.split('/').at(-1) ?? '')
		expect(there.filter((page) => !listed.includes(page))).toEqual([])
	})

	test.each([
		['logo', '/office/settings/brand'],
		['colour', '/office/settings/brand'],
		['zona horaria', '/office/settings/company#timeZone'],
		['currency', '/office/settings/company#currency'],
		['moneda', '/office/settings/company#currency'],
		['captcha', '/office/settings/website#captcha'],
		['spam', '/office/settings/website#captcha'],
		['embed', '/office/settings/website'],
		['GDPR', '/office/settings/terms'],
		['terminos', '/office/settings/terms'],
		['API', '/office/settings/api-keys'],
		['coworkers', '/office/settings/members'],
		['invite every contact', '/office/settings/portal#auto'],
	])('“%s” finds %s, whatever language is read', (q, href) => {
		for (const locale of ['en', 'es'] as const) {
			expect(findSettings(q, there, locale).map((found) => found.href)).toContain(href)
		}
	})

	test('nothing is found for nothing, for nonsense, and on pages that are not there', () => {
		expect(findSettings('  ', there, 'en')).toEqual([])
		expect(findSettings('zebra', there, 'en')).toEqual([])
		expect(findSettings('logo', [], 'en')).toEqual([])
	})

	test('titles are in the reader’s language, and say on which page a setting is', () => {
		expect(findSettings('moneda', there, 'es')[0]).toMatchObject({ title: 'Moneda', on: 'Empresa' })
	})
})
