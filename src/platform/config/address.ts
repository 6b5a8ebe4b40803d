import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, loadConfig } from './config.ts'

const fileIn = (dataDir: string) => join(dataDir, 'address')

/** Writes down where the server answers, for commands that run beside it with less settings. */
export function keepAddress({ baseUrl, dataDir }: Config): void {
	mkdirSync(dataDir, { recursive: true })
	const aside = `${fileIn(dataDir)}.${process.pid}`
	writeFileSync(aside, `${baseUrl}\n`)
	renameSync(aside, fileIn(dataDir))
}

/**
 * The settings of a command: where they name no address, that of the server which this data folder had last. So the
 * links that it prints lead to it.
 */
export function loadCommandConfig(env: NodeJS.ProcessEnv): Config {
	const config = loadConfig(env)
	const kept = env.BASE_URL || env.PORT ? null : keptAddress(config.dataDir)
	return kept ? loadConfig({ ...env, BASE_URL: kept }) : config
}

function keptAddress(dataDir: string): string | null {
	try {
		const text = readFileSync(fileIn(dataDir), 'utf8').trim()
		return URL.canParse(text) ? text : null
	} catch {
		return null
	}
}
