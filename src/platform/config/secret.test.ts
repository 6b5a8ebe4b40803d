import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { loadConfig } from './config.ts'
import { ensureSecret } from './secret.ts'

const folder = mkdtempSync(join(tmpdir(), 'secret-'))
const dataDir = join(folder, 'data')
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('settings: a secret is made once, kept and readable by its owner alone', () => {
	const first = ensureSecret(loadConfig({ DATA_DIR: dataDir })).appSecret
	const second = ensureSecret(loadConfig({ DATA_DIR: dataDir })).appSecret
	expect(first).toMatch(/^[\w-]{43}$/)
	expect(second).toBe(first)
	expect(readFileSync(join(dataDir, 'secret'), 'utf8').trim()).toBe(first)
	expect(statSync(join(dataDir, 'secret')).mode & 0o777).toBe(0o600)
	expect(readdirSync(dataDir)).toEqual(['secret'])
})

test('settings: a given secret is not written down', () => {
	const given = 'given-secret-given-secret-given-secret'
	expect(ensureSecret(loadConfig({ DATA_DIR: dataDir, APP_SECRET: given })).appSecret).toBe(given)
	expect(() => statSync(dataDir)).toThrow('ENOENT')
})
