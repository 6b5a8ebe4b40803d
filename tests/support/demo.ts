import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { allWorkspaces } from '#features/workspaces/reads.ts'
import { usePool } from '#platform/db/db.ts'
import { openPool } from '#platform/db/pool.ts'
import { clientScope, staffScope } from '#platform/scope/make.ts'
import { createDatabase, templateOf } from './postgres.ts'
import { startServer, type TestServer } from './server.ts'
import { makeSession } from './session.ts'

export interface Demo {
	origin: string
	workspaceId: string
	/** Sessions of the demo's owner and of its client Maya Reyes. */
	owner: { name: string; value: string }
	client: { name: string; value: string }
	/** Maya Reyes. */
	contactId: string
}

/** Where the files of the demo lie from which every test file takes its own. */
const files = () => join(process.env.TEST_POSTGRES_FOLDER ?? tmpdir(), 'demo')

/** Making it takes half a minute: it is done once, for all who use it. */
async function makeDemo({ url }: { url: string }): Promise<void> {
	const server = await startServer({ databaseUrl: url, dataDir: files(), env: { DEMO: '1' } })
	await server.stop()
}

/** The demo company as `npm start` makes it, on a server and database of this file's own. */
export function useDemo(): Demo {
	const none = { name: '', value: '' }
	const demo: Demo = { origin: '', workspaceId: '', owner: none, client: none, contactId: '' }
	let server: TestServer | undefined
	let close = async (): Promise<void> => {}
	beforeAll(async () => {
		const database = await createDatabase('embedded', await templateOf('demo', makeDemo))
		const dataDir = mkdtempSync(join(tmpdir(), 'tests-demo-'))
		cpSync(files(), dataDir, { recursive: true })
		server = await startServer({ databaseUrl: database.url, dataDir })
		const pool = await openPool(database.url)
		usePool(pool)
		const [workspace] = await allWorkspaces()
		if (!workspace) throw new Error('no demo was made')
		const { workspaceId, slug } = workspace
		const person = async (table: 'members' | 'contacts', email: string): Promise<string> => {
			const client = await pool.connect()
			try {
				await client.query(`begin; set local app.workspace_id = '${workspaceId}'`)
				const { rows } = await client.query(`select id from ${table} where email = $1`, [email])
				await client.query('commit')
				return rows[0].id
			} finally {
				client.release()
			}
		}
		const memberId = await person('members', 'priya@sunnysolar.example')
		const contactId = await person('contacts', 'maya.reyes@example.com')
		demo.origin = server.urlOf(slug)
		demo.workspaceId = workspaceId
		demo.contactId = contactId
		demo.owner = await makeSession(staffScope({ workspaceId, memberId, role: 'owner', locale: 'en' }))
		demo.client = await makeSession(
			clientScope({ workspaceId, contactId, areas: [], accountIds: [], siteIds: [], locale: 'en' }),
		)
		close = async () => {
			await server?.stop()
			await pool.end()
			await database.drop()
			rmSync(dataDir, { recursive: true, force: true })
		}
	})
	afterAll(() => close())
	return demo
}
