import { connect, createServer, type Server, type Socket } from 'node:net'

/** Stands between the app and its database, and can take the database away. */
export interface Gateway {
	url: string
	/** Cuts all connections and refuses new ones. */
	close(): Promise<void>
	/** Takes connections and never says a word. */
	hush(): void
	open(): Promise<void>
}

/** In front of the server that `url` names, by host or by socket folder. */
export async function openGateway(url: string): Promise<Gateway> {
	const behind = new URL(url)
	const folder = behind.searchParams.get('host')
	const target = folder
		? { path: `${folder}/.s.PGSQL.${behind.port || 5432}` }
		: { host: behind.hostname, port: Number(behind.port || 5432) }
	const sockets = new Set<Socket>()
	let silent = false
	let server: Server | null = null
	let port = 0

	function pass(near: Socket): void {
		sockets.add(near)
		near.on('error', () => {}).on('close', () => sockets.delete(near))
		if (silent) return void near.resume()
		const far = connect(target).on('error', () => near.destroy())
		near.pipe(far).pipe(near)
		near.on('close', () => far.destroy())
		far.on('close', () => near.destroy())
	}
	async function open(): Promise<void> {
		silent = false
		if (server) return
		const fresh = createServer(pass)
		await new Promise<void>((done) => fresh.listen(port, '127.0.0.1', done))
		server = fresh
		port = (fresh.address() as { port: number }).port
	}
	function cut(): void {
		for (const socket of sockets) socket.destroy()
	}
	await open()
	const here = new URL(url)
	here.searchParams.delete('host')
	here.host = `127.0.0.1:${port}`
	return {
		url: here.href,
		open,
		async close() {
			const closed = new Promise((done) => (server ? server.close(done) : done(null)))
			server = null
			cut()
			await closed
		},
		hush() {
			silent = true
			cut()
		},
	}
}
