import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { useApp } from '#platform/app/app.ts'
import { setClock } from '#platform/clock/clock.ts'
import { type Config, loadConfig } from '#platform/config/config.ts'
import { useSecret } from '#platform/crypto/crypto.ts'
import { usePool } from '#platform/db/db.ts'
import { openPool } from '#platform/db/pool.ts'
import { openDiskStorage } from '#platform/files/disk.ts'
import { type JobKind, openBoss } from '#platform/jobs/boss.ts'
import { useBoss } from '#platform/jobs/send.ts'
import { useLimits } from '#platform/limits/limits.ts'
import { systemScope } from '#platform/scope/make.ts'
import { type Transports, useTransports } from '#vendors/transports.ts'
import { createDatabase } from './postgres.ts'

export interface TestInstallation {
	/** Address of the database, for a server that is to share it. */
	url(): string
	/** Works off what is queued and due, and what that queues, until nothing is left; in the order of queueing. */
	runJobs(): Promise<void>
	/** Moves the product's clock on by so many seconds from the real time; back to it after each test. */
	advance(seconds: number): void
}

/** All that operations stand on, on a database of this file's own. Jobs run when the test says so. */
export function useInstallation(
	kinds: JobKind[],
	options: { env?: Record<string, string>; transports?: Partial<Transports> } = {},
): TestInstallation {
	let boss: Awaited<ReturnType<typeof openBoss>>
	let url = ''
	let close = async (): Promise<void> => {}
	beforeAll(async () => {
		const database = await createDatabase()
		url = database.url
		const pool = await openPool(database.url)
		usePool(pool)
		useLimits(pool)
		useSecret('a secret for tests, long enough for everything')
		const folder = mkdtempSync(join(tmpdir(), 'tests-files-'))
		useApp(await appOf(loadConfig({ BASE_URL: 'http://portal.localhost:3000', ...options.env }), folder))
		useTransports({ mailer: null, texter: null, ...options.transports })
		boss = await openBoss(pool, database.url, kinds, { work: false })
		useBoss(boss)
		close = async () => {
			await boss.stop({ graceful: false })
			useBoss(null)
			await pool.end()
			await database.drop()
			rmSync(folder, { recursive: true, force: true })
		}
	})
	afterEach(() => setClock())
	afterAll(() => close())

	return {
		url: () => url,
		async runJobs() {
			for (let worked = true; worked; ) {
				worked = false
				for (const kind of kinds) worked = (await workOff(boss, kind)) || worked
			}
		},
		advance: (seconds) => setClock(() => new Date(Date.now() + seconds * 1000)),
	}
}

async function appOf(config: Config, folder: string) {
	const storage = await openDiskStorage(folder)
	return { config, baseHost: new URL(config.baseUrl).host, storage, stopping: new AbortController().signal }
}

async function workOff(boss: Awaited<ReturnType<typeof openBoss>>, kind: JobKind): Promise<boolean> {
	const jobs = await boss.fetch<Record<string, unknown>>(kind.name, { batchSize: 50 })
	for (const job of jobs) {
		const { workspaceId, ...data } = job.data
		await kind.handle(systemScope({ workspaceId: String(workspaceId) }), data)
		await boss.complete(kind.name, job.id)
	}
	return jobs.length > 0
}
