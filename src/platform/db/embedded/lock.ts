import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { hasCode, identify, lives } from './processes.ts'

/**
 * Runs `work` while no other process does so with the same file. The file names its holder; that of a holder who died
 * is taken over.
 */
export async function exclusively<T>(file: string, work: () => Promise<T>): Promise<T> {
	const token = `${identify(process.pid)} ${randomBytes(6).toString('hex')}`
	while (!take(file, token)) await pause(20)
	try {
		return await work()
	} finally {
		if (read(file) === token) rmSync(file, { force: true })
	}
}

function take(file: string, token: string): boolean {
	const aside = `${file}.${token.replace(' ', '.')}`
	writeFileSync(aside, token)
	try {
		linkSync(aside, file)
		return true
	} catch (error) {
		if (!hasCode(error, 'EEXIST')) throw error
		const held = read(file)
		if (held && !lives(held.split(' ')[0] ?? '')) remove(file, held)
		return false
	} finally {
		rmSync(aside, { force: true })
	}
}

/** Removes the dead holder's file, and gives back what another took between the look and the removal. */
function remove(file: string, held: string): void {
	const aside = `${file}.${process.pid}.dead`
	try {
		renameSync(file, aside)
		if (read(aside) !== held) linkSync(aside, file)
	} catch (error) {
		if (!hasCode(error, 'ENOENT', 'EEXIST')) throw error
	} finally {
		rmSync(aside, { force: true })
	}
}

function read(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8')
	} catch (error) {
		if (hasCode(error, 'ENOENT')) return undefined
		throw error
	}
}
