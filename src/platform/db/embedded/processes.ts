import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'

/** Process id and start time: a number alone may belong to somebody else after a restart of the machine. */
export type Identity = string

/** Undefined when no such process lives; one that is dead but not yet reaped by its parent does not. */
export function identify(pid: number): Identity | undefined {
	if (!Number.isInteger(pid) || pid <= 0) return undefined
	if (process.platform === 'linux') return identifyByProc(pid)
	try {
		process.kill(pid, 0)
		return `${pid}`
	} catch (error) {
		return hasCode(error, 'EPERM') ? `${pid}` : undefined
	}
}

export function lives(identity: Identity): boolean {
	return identify(Number.parseInt(identity, 10)) === identity
}

/** Is `pid` a server that works in this data directory? */
export function worksIn(pid: number, directory: string): boolean {
	try {
		if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === directory
		if (process.platform === 'win32') return identify(pid) !== undefined
		return execFileSync('ps', ['-o', 'command=', '-p', `${pid}`], { encoding: 'utf8' }).includes(directory)
	} catch {
		return false
	}
}

export function hasCode(error: unknown, ...codes: string[]): error is Error & { code: string } {
	return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}

function identifyByProc(pid: number): Identity | undefined {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
		// The second field is the program's name in parentheses and may hold spaces; the state follows it.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
		return fields[0] === 'Z' || fields[0] === 'X' ? undefined : `${pid}.${fields[19]}`
	} catch {
		return undefined
	}
}
