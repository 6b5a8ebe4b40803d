/** The server: opens the installation, answers requests, and goes in order when asked to. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { keepAddress } from '#platform/config/address.ts'
import { type Config, loadConfig, SettingsError, withPort } from '#platform/config/config.ts'
import { clientAddress, requestProtocol } from '#platform/config/proxy.ts'
import { log } from '#platform/log/log.ts'
import { requestSeconds } from '#platform/metrics/metrics.ts'
import { openDemo } from './demo/demo.ts'
import { type Installation, openInstallation } from './open.ts'
import { answerHealth } from './server/health.ts'
import { answerTls } from './server/tls.ts'
import { welcome } from './server/welcome.ts'

type Handler = (req: IncomingMessage, res: ServerResponse) => void

try {
	await serve(loadConfig(process.env))
} catch (error) {
	const expected = error instanceof SettingsError || (error instanceof Error && error.name === 'StartError')
	console.error(expected ? (error as Error).message : error)
	process.exit(1)
}

async function serve(given: Config): Promise<void> {
	const server = createServer({ requestTimeout: 10 * 60_000, headersTimeout: 30_000, keepAliveTimeout: 65_000 })
	const ready = Promise.withResolvers<(req: IncomingMessage, res: ServerResponse) => void>()
	server.on('request', (req, res) => void ready.promise.then((handle) => handle(req, res)))
	await listenOn(server, given)
	const config = withPort(given, (server.address() as AddressInfo).port)
	const started = Date.now()
	const installation = await openInstallation(config, { work: config.role !== 'web', live: config.role !== 'worker' })
	const pages = config.role === 'worker' ? null : await loadPages()
	const demo = await openDemo(config)
	if (pages) keepAddress(config)
	ready.resolve((req, res) => void answer(req, res, config, installation, pages))
	process.once('SIGTERM', () => void stop(server, installation))
	process.once('SIGINT', () => void stop(server, installation))
	await welcome(config, Date.now() - started, demo)
}

/** The port is taken before anything else is touched: a second start on it must not disturb the first. */
function listenOn(server: Server, config: Config): Promise<void> {
	return new Promise((done, fail) => {
		server.once('error', (error: NodeJS.ErrnoException) =>
			fail(error.code === 'EADDRINUSE' ? portTaken(config.port) : error),
		)
		server.listen(config.port, config.host, done)
	})
}

function portTaken(port: number): Error {
	const error = new Error(
		`Port ${port} is taken, perhaps by a portal that already runs here. Open http://localhost:${port}, stop that program, or choose another port: PORT=${port + 1} npm start`,
	)
	error.name = 'StartError'
	return error
}

/** The pages are built beside this file; what they need of the request is passed in headers that only we can set. */
async function loadPages(): Promise<Handler> {
	process.env.ADDRESS_HEADER = 'x-resolved-address'
	process.env.PROTOCOL_HEADER = 'x-resolved-protocol'
	process.env.BODY_SIZE_LIMIT = '60M'
	const built = new URL('./handler.js', import.meta.url).href
	return (await import(/* @vite-ignore */ built)).handler
}

async function answer(
	req: IncomingMessage,
	res: ServerResponse,
	config: Config,
	installation: Installation,
	pages: Handler | null,
): Promise<void> {
	const done = requestSeconds.startTimer({ method: req.method ?? '' })
	res.once('close', () => done({ status: `${Math.floor(res.statusCode / 100)}xx` }))
	try {
		if ((await answerHealth(req, res, installation)) || (await answerTls(req, res))) return
		if (!pages) return void res.writeHead(404).end()
		if (installation.stopping.signal.aborted) res.setHeader('connection', 'close')
		req.headers['x-resolved-address'] = clientAddress(req.headers, req.socket.remoteAddress, config.trustProxy)
		req.headers['x-resolved-protocol'] = requestProtocol(req.headers, req.socket.remoteAddress, config.trustProxy)
		preferPage(req)
		pages(req, res)
	} catch (error) {
		log.error({ err: (error as Error).message }, 'a request could not be answered')
		if (!res.headersSent) res.writeHead(500)
		res.end()
	}
}

/** A form sent by a program that takes anything is answered as a browser's without scripts: by a page, a status and a redirect. */
function preferPage({ method, headers }: IncomingMessage): void {
	const takesAnything = !headers.accept || headers.accept.trim() === '*/*'
	if (method === 'POST' && takesAnything && !headers['x-sveltekit-action']) headers.accept = 'text/html, */*'
}

/** Running requests and jobs are finished first; whoever takes longer than half a minute is cut. */
async function stop(server: Server, installation: Installation): Promise<void> {
	// A Ctrl-C may come twice, from the terminal and from npm.
	if (installation.stopping.signal.aborted) return
	log.info('stopping')
	setTimeout(() => process.exit(1), 30_000).unref()
	installation.stopping.abort()
	const closed = new Promise((done) => server.close(done))
	server.closeIdleConnections()
	await closed
	await installation.close()
	process.exit(0)
}
