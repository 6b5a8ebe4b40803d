import type { IncomingMessage, ServerResponse } from 'node:http'
import { metricsText, metricsType } from '#platform/metrics/metrics.ts'
import type { Installation } from '../open.ts'

/** `/healthz`: the process lives. `/readyz`: database, jobs and storage answer. `/metrics`: Prometheus. True if it was one of them. */
export async function answerHealth(
	req: IncomingMessage,
	res: ServerResponse,
	installation: Installation,
): Promise<boolean> {
	const path = req.url?.split('?')[0]
	if (path === '/healthz') return send(res, 200, 'application/json', '{"status":"ok"}')
	if (path === '/metrics') return send(res, 200, metricsType, await metricsText())
	if (path !== '/readyz') return false
	const checks = await readiness(installation)
	const ready = Object.values(checks).every((state) => state === 'ok')
	return send(
		res,
		ready ? 200 : 503,
		'application/json',
		JSON.stringify({ status: ready ? 'ok' : 'unavailable', checks }),
	)
}

function send(res: ServerResponse, status: number, type: string, body: string): true {
	if (status === 503) res.setHeader('retry-after', '5')
	res.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
	return true
}

async function readiness({ pool, storage, stopping }: Installation): Promise<Record<string, string>> {
	const within = <T>(work: Promise<T>) =>
		Promise.race([work, new Promise<never>((_, no) => setTimeout(no, 3000, new Error('late')))])
	const state = (work: Promise<unknown>) =>
		within(work).then(
			() => 'ok',
			() => 'unavailable',
		)
	const [database, jobs, files] = await Promise.all([
		state(pool.query('select 1')),
		state(pool.query('select 1 from pgboss.queue limit 1')),
		state(storage.ready().then((result) => (result.ok ? undefined : Promise.reject(new Error(result.reason))))),
	])
	return { database, jobs, storage: files, process: stopping.signal.aborted ? 'stopping' : 'ok' }
}
