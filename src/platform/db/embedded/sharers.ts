import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { identify, lives } from './processes.ts'

/** Notes that this process uses the server; the returned function takes the note back. */
export function share(folder: string): () => void {
	mkdirSync(folder, { recursive: true })
	const note = join(folder, `${identify(process.pid)} ${randomBytes(6).toString('hex')}`)
	writeFileSync(note, '')
	return () => rmSync(note, { force: true })
}

/** Does any living process use the server? Notes of the dead are removed. */
export function isShared(folder: string): boolean {
	const names = readdirSync(folder)
	const dead = names.filter((name) => !lives(name.split(' ')[0] ?? ''))
	for (const name of dead) rmSync(join(folder, name), { force: true })
	return dead.length < names.length
}
