import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { migrate, migrationsHash } from '#platform/db/migrate.ts'
import type { Engine } from './database-servers.ts'

export type { Engine }
export type TestDatabase = {
	engine: Engine
	/** Connects as the owner of the database, who is no superuser. */
	url: string
	/** Connects to it as the superuser, to look behind row-level security. */
	adminUrl: string
	drop(): Promise<void>
}

const owner = 'porchlight_tests'
/** Any number: processes that make the same template wait for each other on it. */
const templateLock = 7061013
const namedLock = 7061014

/** The engines to try: the project's own, else every one that is there. */
export function databases(): { name: Engine }[] {
	const own = projectEngine()
	if (own) return [{ name: own }]
	const servers = inject('servers')
	return (['embedded', 'external'] as const).filter((name) => 'adminUrl' in servers[name]).map((name) => ({ name }))
}

/** A fresh database with all migrations, cloned from a template that the first to ask makes; or from one of its own. */
export async function createDatabase(
	engine: Engine = projectEngine() ?? 'embedded',
	own?: string,
): Promise<TestDatabase> {
	const server = inject('servers')[engine]
	if (!('adminUrl' in server)) throw new Error(server.absent)
	const name = `porchlight_test_${randomBytes(8).toString('hex')}`
	await asAdmin(server.adminUrl, async (admin) => {
		const template = own ?? (await ensureTemplate(admin, server.adminUrl))
		await admin.query(`create database ${name} template ${template} owner ${owner}`)
	})
	return {
		engine,
		url: addressOf(server.adminUrl, name, owner),
		adminUrl: addressOf(server.adminUrl, name),
		drop: () =>
			asAdmin(server.adminUrl, async (admin) => {
				await admin.query(`drop database if exists ${name} with (force)`)
			}),
	}
}

/** Makes what many files need once: `make` fills a fresh database, which then is the template that comes back. */
export async function templateOf(name: string, make: (database: TestDatabase) => Promise<void>): Promise<string> {
	const template = `porchlight_template_${migrationsHash}_${name}`
	const server = inject('servers').embedded
	if (!('adminUrl' in server)) throw new Error(server.absent)
	await asAdmin(server.adminUrl, async (admin) => {
		await admin.query('select pg_advisory_lock($1)', [namedLock])
		if (await exists(admin, template)) return
		const database = await createDatabase('embedded')
		await make(database)
		const made = new URL(database.url).pathname.slice(1)
		await admin.query(`alter database ${made} allow_connections false`)
		await admin.query(`alter database ${made} rename to ${template}`)
	})
	return template
}

function projectEngine(): Engine | undefined {
	const engine = process.env.TEST_ENGINE
	return engine === 'embedded' || engine === 'external' ? engine : undefined
}

async function ensureTemplate(admin: pg.Client, adminUrl: string): Promise<string> {
	const template = `porchlight_template_${migrationsHash}`
	if (await exists(admin, template)) return template
	await admin.query('select pg_advisory_lock($1)', [templateLock])
	try {
		if (!(await exists(admin, template))) await makeTemplate(admin, adminUrl, template)
	} finally {
		await admin.query('select pg_advisory_unlock($1)', [templateLock])
	}
	return template
}

/** Made under another name, so that one that was broken off is never taken for the template. */
async function makeTemplate(admin: pg.Client, adminUrl: string, template: string): Promise<void> {
	await ensureOwner(admin)
	await admin.query(`drop database if exists ${template}_unfinished with (force)`)
	await admin.query(`create database ${template}_unfinished owner ${owner}`)
	const pool = new pg.Pool({ connectionString: addressOf(adminUrl, `${template}_unfinished`, owner), max: 1 })
	try {
		await migrate(pool)
	} finally {
		await pool.end()
	}
	await admin.query(`alter database ${template}_unfinished allow_connections false`)
	// Waits for the connection that is just closing.
	await admin.query(`alter database ${template}_unfinished rename to ${template}`)
}

/** With the rights that the product may count on: it owns its database, and nothing more. */
async function ensureOwner(admin: pg.Client): Promise<void> {
	const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [owner])
	if (rowCount === 0) await admin.query(`create role ${owner} login password '${owner}'`)
}

async function exists(admin: pg.Client, name: string): Promise<boolean> {
	return (await admin.query('select from pg_database where datname = $1', [name])).rowCount === 1
}

async function asAdmin(adminUrl: string, work: (admin: pg.Client) => Promise<void>): Promise<void> {
	const client = new pg.Client({ connectionString: adminUrl })
	await client.connect()
	try {
		await work(client)
	} finally {
		await client.end()
	}
}

function addressOf(adminUrl: string, database: string, role?: string): string {
	const url = new URL(adminUrl)
	url.pathname = `/${database}`
	if (role) {
		url.username = role
		url.password = role
	}
	return url.href
}
