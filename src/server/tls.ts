import type { IncomingMessage, ServerResponse } from 'node:http'
import { isOurHost } from '#features/workspaces/reads.ts'
import { theApp } from '#platform/app/app.ts'

const fresh = 60_000
const perSecond = 50
const known = new Map<string, { at: number; ours: boolean }>()
let second = 0
let asked = 0

/**
 * `/internal/tls-allowed?domain=HOST`: a proxy that gets certificates when a host is first asked for (Caddy's
 * `on_demand_tls`) learns here whether it may. Anybody can make a proxy ask for any name, so answers are kept and the
 * database is not asked more than so often. True if the request was this one.
 */
export async function answerTls(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
	const url = new URL(req.url ?? '/', 'http://here')
	if (url.pathname !== '/internal/tls-allowed') return false
	const domain = (url.searchParams.get('domain') ?? '').toLowerCase()
	const ours = domain.length > 0 && domain.length <= 253 ? await isKnown(domain) : false
	res.writeHead(ours === null ? 503 : ours ? 200 : 404, { 'cache-control': 'no-store' }).end()
	return true
}

/** Null when too many names are being tried. */
async function isKnown(domain: string): Promise<boolean | null> {
	const kept = known.get(domain)
	if (kept && Date.now() - kept.at < fresh) return kept.ours
	const now = Math.floor(Date.now() / 1000)
	asked = now === second ? asked + 1 : 1
	second = now
	if (asked > perSecond) return null
	const ours = await isOurHost(domain, theApp().baseHost)
	if (known.size >= 10_000) known.clear()
	// A host that has just become ours is not to wait for a minute.
	if (ours) known.set(domain, { at: Date.now(), ours })
	else known.set(domain, { at: Date.now() - fresh + 5_000, ours })
	return ours
}
