import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from './config.ts'

/**
 * The settings with a secret: the given one, else the one kept in the data folder, which is made at the first start.
 * Of processes that start together all get the same one.
 */
export function ensureSecret(config: Config): Config & { readonly appSecret: string } {
	return Object.freeze({ ...config, appSecret: config.appSecret ?? keptSecret(config.dataDir) })
}

function keptSecret(dataDir: string): string {
	const file = join(dataDir, 'secret')
	return read(file) ?? make(dataDir, file)
}

/** Written aside and linked into place: a crash leaves no half secret, and the first of two wins. */
function make(dataDir: string, file: string): string {
	mkdirSync(dataDir, { recursive: true })
	const aside = `${file}.${process.pid}`
	writeFileSync(aside, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flush: true })
	try {
		linkSync(aside, file)
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
	} finally {
		rmSync(aside, { force: true })
	}
	return readFileSync(file, 'utf8').trim()
}

function read(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8').trim() || undefined
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
		throw error
	}
}
