/** Puts the running parts together, for the server and for the command line alike. */
import { join } from 'node:path'
import type pg from 'pg'
import { useApp } from '#platform/app/app.ts'
import type { Config } from '#platform/config/config.ts'
import { ensureSecret } from '#platform/config/secret.ts'
import { useSecret } from '#platform/crypto/crypto.ts'
import { noteAway } from '#platform/db/away.ts'
import { usePool } from '#platform/db/db.ts'
import { startEmbedded } from '#platform/db/embedded/embedded.ts'
import { migrate } from '#platform/db/migrate.ts'
import { openPool } from '#platform/db/pool.ts'
import { openDiskStorage } from '#platform/files/disk.ts'
import type { Storage } from '#platform/files/storage.ts'
import { openBoss } from '#platform/jobs/boss.ts'
import { useBoss } from '#platform/jobs/send.ts'
import { useLimits } from '#platform/limits/limits.ts'
import { log } from '#platform/log/log.ts'
import { openHub } from '#platform/realtime/hub.ts'
import { createScanner } from '#vendors/clamav/scanner.ts'
import { createDns, useDns } from '#vendors/dns/dns.ts'
import type { Mailer } from '#vendors/smtp/mailer.ts'
import { useTransports } from '#vendors/transports.ts'
import { createTwilio } from '#vendors/twilio/client.ts'
import { jobKinds } from './jobs.ts'

export interface Installation {
	pool: pg.Pool
	storage: Storage
	/** Finishes running jobs, then lets go of everything. */
	close(): Promise<void>
	stopping: AbortController
}

/** The embedded database shares the machine's few cores with us, and each connection takes 9 MB of its memory. */
const fewConnections = 5

/** `work`: process jobs. `live`: hear of other processes' events (a server; a command has no listeners). */
export async function openInstallation(
	given: Config,
	options: { work: boolean; live: boolean },
): Promise<Installation> {
	const config = ensureSecret(given)
	useSecret(config.appSecret)
	const database = config.databaseUrl ? null : await startEmbedded({ dataDir: config.dataDir, log })
	const url = config.databaseUrl ?? database?.url ?? ''
	await prepare(url)
	const pool = await openPool(url, { max: database ? fewConnections : undefined })
	usePool(pool)
	useLimits(pool)
	const storage = await openStorage(config)
	const stopping = new AbortController()
	const isClean = config.clamavUrl ? createScanner({ url: config.clamavUrl }).isClean : undefined
	useApp({ config, baseHost: new URL(config.baseUrl).host, storage, isClean, stopping: stopping.signal })
	useDns(createDns({ servers: config.dnsServers }))
	const mailer = await openMailer(config)
	useTransports({ mailer, texter: config.twilio ? createTwilio(config.twilio) : null })
	const hub = options.live ? await openHub(url) : null
	const boss = await openBoss(pool, url, jobKinds, { work: options.work })
	useBoss(boss)
	return {
		pool,
		storage,
		stopping,
		async close() {
			stopping.abort()
			await boss.stop({ graceful: true, timeout: 20_000 })
			useBoss(null)
			await hub?.close()
			mailer?.close()
			storage.close()
			await pool.end()
			await database?.stop()
		},
	}
}

/**
 * Brings the tables up to date, which may take its time. A database that is still starting (or coming back after a
 * crash) gets a minute before we give up.
 */
async function prepare(url: string): Promise<void> {
	for (const deadline = Date.now() + 60_000; ; await new Promise((done) => setTimeout(done, 500))) {
		let pool: pg.Pool | null = null
		try {
			pool = await openPool(url, { max: 1, answerMs: 0 })
			await migrate(pool)
			return
		} catch (error) {
			if (!noteAway(error) || Date.now() > deadline) throw error
		} finally {
			await pool?.end()
		}
	}
}

// The clients of services that are not set up are not loaded: they take memory even so.

async function openStorage(config: Config): Promise<Storage> {
	if (!config.s3) return openDiskStorage(join(config.dataDir, 'files'))
	const { createS3Storage } = await import('#vendors/s3/storage.ts')
	return createS3Storage(config.s3)
}

async function openMailer({ smtpUrl, mailFrom }: Config): Promise<Mailer | null> {
	if (!smtpUrl) return null
	const { createMailer } = await import('#vendors/smtp/mailer.ts')
	return createMailer({ url: smtpUrl, from: mailFrom })
}
