/**
 * A process that uses the embedded database as the app does: says where it is on stdout and stops on SIGTERM.
 * Usage: node embedded-process.ts DATA_DIR
 */
import { startEmbedded } from '#platform/db/embedded/embedded.ts'

const say = (message: string) => process.stderr.write(`${message}\n`)
const log = { info: say, warn: say, error: say }
const embedded = await startEmbedded({ dataDir: process.argv[2] ?? '', log, settings: { fsync: 'off' } })
const alive = setInterval(() => {}, 1000)
process.on('SIGTERM', async () => {
	clearInterval(alive)
	await embedded.stop()
})
process.stdout.write(`${JSON.stringify({ url: embedded.url, pid: embedded.pid })}\n`)
