/** `npm run bench [-- --quick]`: what the built product costs on real sizes, one JSON object a line on stdout. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from './database.ts'
import { startFloor } from './floor.ts'
import { measureImport } from './import.ts'
import { measureDelivery } from './live.ts'
import { type Figures, fetchPage, measureLoad } from './load.ts'
import { pssMegabytes } from './processes.ts'
import { seed } from './seed.ts'
import { type Server, startServer } from './server.ts'

const quick = process.argv.includes('--quick')
/** Writes a CPU profile of the app into this folder. */
const profile = /^--profile=(.+)$/.exec(process.argv.find((arg) => arg.startsWith('--profile=')) ?? '')?.[1]
const size = quick
	? { accounts: 500, contacts: 1500, documents: 5000, sessions: 50, requests: 400, streams: 50, sent: 100, rows: 500 }
	: {
			...{ accounts: 10_000, contacts: 30_000, documents: 100_000, sessions: 500 },
			...{ requests: 4000, streams: 500, sent: 1000, rows: 10_000 },
		}

const pages = [
	{ name: 'portal home', path: '/', aim: { cpuMs: 3, queries: 6 } },
	{ name: 'portal files', path: '/files', aim: { cpuMs: 3, queries: null } },
]

const dataDir = mkdtempSync(join(tmpdir(), 'bench-'))
say('starting the app on an empty folder …')
const server = await startServer(dataDir, profile)
try {
	await measure(server)
} finally {
	await server.stop()
	rmSync(dataDir, { recursive: true, force: true })
}

async function measure(server: Server): Promise<void> {
	const database = await openDatabase(dataDir)
	try {
		print('memory at start', memory(server.pid, database.pids()))
		say(`seeding ${size.accounts} accounts, ${size.contacts} contacts, ${size.documents} documents …`)
		const people = await seed(database.client, size)
		for (const { name, path, aim } of pages) {
			const url = server.urlOf(path)
			const floor = await measureFloor(await fetchPage(url, people[0]?.cookie))
			const load = { url, cookies: people.map(({ cookie }) => cookie), requests: size.requests }
			const figures = await measureLoad(load, { app: () => [server.pid], database: database.pids })
			const queries = await database.countQueries(() => fetchPage(url, people[0]?.cookie))
			print(name, { ...figures, floor, timesFloor: times(figures, floor), ...queries, aim })
		}
		const running = () => [server.pid, ...database.pids()]
		print('message delivery', await measureDelivery(server, people.slice(0, size.streams), size.sent, running))
		print('memory after load', { ...memory(server.pid, database.pids()), aim: { totalMb: 250 } })
		print('import', await measureImport(dataDir, size.rows))
		print('memory after import', memory(server.pid, database.pids()))
	} finally {
		await database.close()
	}
}

/** A bare server that answers the same bytes, measured in the same way a moment before. */
async function measureFloor(page: Buffer): Promise<Figures> {
	const floor = await startFloor(page)
	try {
		return await measureLoad({ url: floor.url, cookies: [''], requests: size.requests }, { app: () => [floor.pid] })
	} finally {
		floor.stop()
	}
}

function memory(app: number, database: number[]) {
	const appMb = pssMegabytes([app])
	const databaseMb = pssMegabytes(database)
	return { appMb, databaseMb, totalMb: Math.round((appMb + databaseMb) * 10) / 10 }
}

/** How many times the floor's CPU a page takes. */
function times(page: Figures, floor: Figures): number {
	return Math.round((page.cpuMs.total / floor.cpuMs.total) * 10) / 10
}

function print(measure: string, figures: object): void {
	console.log(JSON.stringify({ measure, ...figures }))
}

function say(text: string): void {
	process.stderr.write(`${text}\n`)
}
