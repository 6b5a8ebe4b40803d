/**
 * The app, its database or both are killed while messages and files are written. One round of each, or as many as
 * CRASH_ROUNDS says.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { ask } from '#support/http.ts'
import { createDatabase } from '#support/postgres.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { expectWhole } from './checks.ts'
import { findPrograms, startCluster } from './cluster.ts'
import { embeddedIn, makeClient, slug } from './installation.ts'
import { type Acknowledged, startWriters } from './writers.ts'

const rounds = Number(process.env.CRASH_ROUNDS ?? 1)
const timeout = 60_000 + rounds * 40_000

interface Place {
	dataDir: string
	databaseUrl: string
	/** Where the app's database is, as its owner and as the superuser. */
	url: string
	adminUrl: string
	/** Process of the database that can be killed. */
	databasePid?: () => number | null
	/** Kills the database and starts it again, where nobody else does: its operator's work, not the app's. */
	restart?: () => Promise<void>
}
type Victim = 'app' | 'database' | 'both'

function folder(): string {
	const dataDir = mkdtempSync(join(tmpdir(), 'tests-crash-'))
	onTestFinished(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 }))
	return dataDir
}

async function crashRepeatedly(victim: Victim, place: Place, first: TestServer): Promise<void> {
	let server = first
	try {
		const client = await makeClient(place.url)
		const done: Acknowledged = { messages: new Map(), documents: new Map() }
		for (let round = 0; round < rounds; round++) {
			const writers = startWriters(server, client, done)
			await writers.until(5 + ((round * 7) % 20), 1 + (round % 3))
			server = await kill(victim, place, server)
			await writers.stop()
			await expectWhole({ server, client, ...place }, done)
		}
		console.log(
			`${victim} killed ${rounds} times: kept ${done.messages.size} messages, ${done.documents.size} documents`,
		)
	} finally {
		await server.stop()
	}
}

/** Returns the server that answers afterwards, started without anybody's help. */
async function kill(victim: Victim, place: Place, server: TestServer): Promise<TestServer> {
	const { databasePid = () => null, dataDir, databaseUrl } = place
	const before = databasePid()
	const restart = place.restart ?? (async () => void process.kill(before ?? Number.NaN, 'SIGKILL'))
	if (victim === 'database') {
		await restart()
		await isReady(server, () => ![before, null].includes(databasePid()))
		return server
	}
	const gone = server.stop('SIGKILL')
	const restarted = victim === 'both' ? restart() : null
	await gone
	const [again] = await Promise.all([startServer({ databaseUrl, dataDir }), restarted])
	return again
}

/** Waits until it answers again, from the new database. */
async function isReady(server: TestServer, isNew: () => boolean): Promise<void> {
	for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
		const ready = isNew() && (await ask(`${server.urlOf(slug)}/readyz`).catch(() => null))
		if (ready && ready.status === 200) return
		await new Promise((rest) => setTimeout(rest, 50))
	}
	throw new Error(`not ready again:\n${server.log()}`)
}

describe.each(['app', 'database', 'both'] as const)('kill -9 of %s', (victim) => {
	test('embedded: nothing acknowledged is lost, nothing half-written is seen', { timeout }, async () => {
		const dataDir = folder()
		const server = await startServer({ databaseUrl: '', dataDir })
		const { url, adminUrl, pid } = embeddedIn(dataDir)
		await crashRepeatedly(victim, { dataDir, databaseUrl: '', url, adminUrl, databasePid: pid }, server)
	})
})

const external = inject('servers').external
test.skipIf('absent' in external)(
	'kill -9 of app, external database: nothing acknowledged is lost',
	{ timeout },
	async () => {
		const dataDir = folder()
		const database = await createDatabase('external')
		onTestFinished(() => database.drop())
		const server = await startServer({ databaseUrl: database.url, dataDir })
		await crashRepeatedly('app', { dataDir, databaseUrl: database.url, ...database }, server)
		expect(server.log()).not.toMatch(/"level":50/)
	},
)

const programs = findPrograms()
describe.skipIf('absent' in programs).each(['database', 'both'] as const)('kill -9 of %s', (victim) => {
	test('on a server of its own: nothing acknowledged is lost, the app comes back by itself', { timeout }, async () => {
		const cluster = await startCluster('folder' in programs ? programs.folder : '')
		onTestFinished(() => cluster.remove())
		const { url, adminUrl, pid, start, end } = cluster
		const dataDir = folder()
		const restart = async (): Promise<void> => {
			await end('SIGKILL')
			await start()
		}
		const server = await startServer({ databaseUrl: url, dataDir })
		await crashRepeatedly(victim, { dataDir, databaseUrl: url, url, adminUrl, databasePid: pid, restart }, server)
	})
})
