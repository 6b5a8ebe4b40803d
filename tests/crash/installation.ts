import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { createApiKey } from '#features/access/apiKeys/writes.ts'
import { usePool } from '#platform/db/db.ts'
import { serverAccount } from '#platform/db/embedded/account.ts'
import { openHome } from '#platform/db/embedded/home.ts'
import { openPool } from '#platform/db/pool.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import type { Cookie } from '#support/http.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'

export const slug = 'sunny'

export interface Client {
	cookie: Cookie
	accountId: string
	apiKey: string
}

/** Makes a company with a client in a database that the app has prepared. */
export async function makeClient(url: string): Promise<Client> {
	const pool = await openPool(url, { max: 2 })
	usePool(pool)
	try {
		const scope = await makeWorkspace({ slug })
		const account = await makeAccount({ in: scope })
		const contact = await makeContact({ accounts: [account] })
		const key = await createApiKey(scope, { name: 'CRM', grants: ['documents:read', 'documents:write'] })
		if (!key.ok) throw new Error(key.reason)
		return { cookie: await makeSession(contact.scope), accountId: account.id, apiKey: key.apiKey }
	} finally {
		await pool.end()
	}
}

/** Where the embedded database of a data folder is, and the process that it runs in. */
export function embeddedIn(dataDir: string): { url: string; adminUrl: string; pid(): number | null } {
	const home = openHome(dataDir, serverAccount())
	const host = encodeURIComponent(home.socketDir)
	return {
		url: `postgres://porchlight:${home.ownerPassword}@localhost:5432/porchlight?host=${host}`,
		adminUrl: `postgres://postgres:${home.adminPassword}@localhost:5432/porchlight?host=${host}`,
		pid: () => readyServer(join(home.data, 'postmaster.pid')),
	}
}

/** The process of a server that takes connections; null while there is none. */
function readyServer(file: string): number | null {
	const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
	return lines[7]?.trim() === 'ready' ? Number(lines[0]) : null
}

/** One question, on a connection of its own. */
export async function look<R extends pg.QueryResultRow>(url: string, query: string): Promise<R[]> {
	const client = new pg.Client({ connectionString: url })
	client.on('error', () => {})
	await client.connect()
	try {
		return (await client.query<R>(query)).rows
	} finally {
		await client.end()
	}
}
