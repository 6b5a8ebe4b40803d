import { eq, or, type SQL } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { type Reader, readDirectory } from '#platform/db/db.ts'
import { subscribeAll } from '#platform/realtime/hub.ts'
import { workspaceSettings } from './schema.ts'
import { type Workspace, workspaces } from './tables.ts'

type Row = typeof workspaces.$inferSelect

function toWorkspace(row: Row): Workspace {
	return { ...row, settings: workspaceSettings.parse(row.settings) }
}

/** The workspace that a reader stands in. */
export async function currentWorkspace({ db, scope }: Reader): Promise<Workspace> {
	const [row] = await db.select().from(workspaces).where(eq(workspaces.workspaceId, scope.workspaceId))
	if (!row) throw new Error('the workspace is gone')
	return toWorkspace(row)
}

/** Every workspace of the installation, oldest first. */
export async function allWorkspaces(): Promise<Workspace[]> {
	const rows = await readDirectory((client) => drizzle(client).select().from(workspaces).orderBy(workspaces.createdAt))
	return rows.map(toWorkspace)
}

const fresh = 30_000
const cache = new Map<string, { at: number; workspace: Promise<Workspace | null> }>()
subscribeAll((hint) => {
	if (hint.t.startsWith('workspace.') || hint.t === 'terms.published') forgetHosts()
})

/** Who has changed a workspace sees it at the next request, before other processes have heard of it. */
export function forgetHosts(): void {
	cache.clear()
}

/**
 * The workspace of a request's host: that whose own host it is, else `SLUG.<host of BASE_URL>`, or, when the installation has exactly
 * one, that one whatever the host. Kept for half a minute, dropped at once when a workspace changes.
 */
export function workspaceOfHost(host: string, baseHost: string): Promise<Workspace | null> {
	const key = host.toLowerCase()
	const kept = cache.get(key)
	if (kept && Date.now() - kept.at < fresh) return kept.workspace
	const workspace = lookUp(nameIn(key), nameIn(baseHost))
	if (cache.size > 10_000) cache.clear()
	cache.set(key, { at: Date.now(), workspace })
	workspace.then((found) => found ?? cache.delete(key)).catch(() => cache.delete(key))
	return workspace
}

/** A host without its port, and without the dot that may end it. */
function nameIn(host: string): string {
	return (host.split(':')[0] ?? '').replace(/\.$/, '').toLowerCase()
}

/** By its own host or by its subdomain. */
function named(host: string, baseHost: string): SQL | undefined {
	const slug = host.endsWith(`.${baseHost}`) ? host.slice(0, -baseHost.length - 1) : null
	return or(eq(workspaces.customDomain, host), slug ? eq(workspaces.slug, slug) : undefined)
}

async function lookUp(host: string, baseHost: string): Promise<Workspace | null> {
	return readDirectory(async (client) => {
		const db = drizzle(client)
		const found = await db.select().from(workspaces).where(named(host, baseHost))
		const first = found.find(({ customDomain }) => customDomain === host) ?? found[0]
		if (first) return toWorkspace(first)
		const few = await db.select().from(workspaces).limit(2)
		return few.length === 1 && few[0] ? toWorkspace(few[0]) : null
	})
}

/** True until the first workspace was made: the set-up page is open exactly so long. */
export async function installationIsEmpty(): Promise<boolean> {
	return readDirectory(async (client) => (await client.query('select 1 from workspaces limit 1')).rowCount === 0)
}

/** Whether a certificate may be had for this host: it is the installation's, a company's subdomain, or a company's own. */
export async function isOurHost(given: string, baseHost: string): Promise<boolean> {
	const host = nameIn(given)
	const base = nameIn(baseHost)
	if (host === base) return true
	return readDirectory(async (client) => {
		const found = drizzle(client).select({ id: workspaces.workspaceId }).from(workspaces)
		return (await found.where(named(host, base)).limit(1)).length > 0
	})
}
