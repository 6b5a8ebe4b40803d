import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '#platform/db/embedded/embedded.ts'
import { isShared } from '#platform/db/embedded/sharers.ts'

declare module 'vitest' {
	interface ProvidedContext {
		/** Superuser's address on each server; an absent one says why. */
		servers: Record<Engine, { adminUrl: string } | { absent: string }>
	}
}

export type Engine = 'embedded' | 'external'

const prefix = 'tests-postgres-'
const quiet = { info() {}, warn: console.warn, error: console.error }

/** Vitest runs this once for each project that needs a database: they share one embedded server in a temporary folder. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	if (!process.env.TEST_POSTGRES_FOLDER) {
		await removeLeftovers()
		process.env.TEST_POSTGRES_FOLDER = mkdtempSync(join(tmpdir(), prefix))
	}
	const dataDir = process.env.TEST_POSTGRES_FOLDER
	mkdirSync(dataDir, { recursive: true })
	const external = await findExternal(project)
	// Nothing here has to survive a power cut.
	const embedded = await startEmbedded({ dataDir, log: quiet, settings: { fsync: 'off', max_connections: '100' } })
	project.provide('servers', { embedded: { adminUrl: embedded.adminUrl }, external })
	return async () => {
		await embedded.stop()
		if (!isShared(join(dataDir, 'postgres/sharers'))) rmSync(dataDir, { recursive: true, force: true })
	}
}

async function findExternal(project: TestProject): Promise<{ adminUrl: string } | { absent: string }> {
	const named = process.env.TEST_DATABASE_URL
	const adminUrl = named || 'postgres://postgres@127.0.0.1:5432/postgres'
	try {
		const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 3000 })
		await client.connect()
		const { rows } = await client.query(
			`select rolsuper and current_setting('server_version_num')::int >= 150000 as fit
			from pg_roles where rolname = current_user`,
		)
		await client.end()
		if (!rows[0]?.fit) throw new Error('it has to be version 15 or newer, and the login a superuser')
		return { adminUrl }
	} catch (error) {
		const absent = `no external PostgreSQL at ${adminUrl}: ${error instanceof Error ? error.message : error}`
		if (named) throw new Error(`TEST_DATABASE_URL: ${absent}`)
		if (project.name === 'db-external') console.log(`Skipped are the tests on another server: ${absent}`)
		return { absent }
	}
}

/** A run that was killed could not stop its server. */
async function removeLeftovers(): Promise<void> {
	const folders = readdirSync(tmpdir()).filter((name) => name.startsWith(prefix))
	for (const dataDir of folders.map((name) => join(tmpdir(), name))) {
		try {
			if (isShared(join(dataDir, 'postgres/sharers'))) continue
			await (await startEmbedded({ dataDir, log: quiet })).stop()
		} catch {
			// Half made, or another run is removing it as well.
		}
		rmSync(dataDir, { recursive: true, force: true })
	}
}
