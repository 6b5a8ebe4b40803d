import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keepAddress, loadCommandConfig } from './address.ts'
import { loadConfig } from './config.ts'

test('API-5: a command knows where the server of its data folder answers, unless it is told', () => {
	const DATA_DIR = join(mkdtempSync(join(tmpdir(), 'tests-address-')), 'data')
	const addressOf = (env = {}) => loadCommandConfig({ DATA_DIR, ...env }).baseUrl
	expect(addressOf()).toBe('http://localhost:3000')
	keepAddress(loadConfig({ DATA_DIR, BASE_URL: 'https://portal.example.com' }))
	expect(addressOf()).toBe('https://portal.example.com')
	keepAddress(loadConfig({ DATA_DIR, PORT: '4000' }))
	expect(addressOf()).toBe('http://localhost:4000')
	expect(addressOf({ PORT: '5000' })).toBe('http://localhost:5000')
	expect(addressOf({ BASE_URL: 'http://other.example' })).toBe('http://other.example')
	writeFileSync(join(DATA_DIR, 'address'), 'nonsense')
	expect(addressOf()).toBe('http://localhost:3000')
})
