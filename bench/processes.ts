import { readdirSync, readFileSync } from 'node:fs'

/** The kernel counts in hundredths of a second on every platform that Node runs on. */
const tickMs = 10

/** CPU of these processes since they began, and of their children that have ended, in ms. */
export function cpuMs(pids: number[]): number {
	return pids.reduce((sum, pid) => sum + ticksOf(pid), 0) * tickMs
}

/** Memory that these processes hold, shared pages divided among those who share them. */
export function pssMegabytes(pids: number[]): number {
	const kilobytes = pids.map((pid) => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0))
	return Math.round(kilobytes.reduce((sum, kb) => sum + kb, 0) / 102.4) / 10
}

export function childrenOf(parent: number): number[] {
	const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
	return pids.map(Number).filter((pid) => statOf(pid)[1] === String(parent))
}

function ticksOf(pid: number): number {
	return statOf(pid)
		.slice(11, 15)
		.reduce((sum, ticks) => sum + Number(ticks), 0)
}

/** The fields after the program's name: state, parent, … user and system time, those of ended children. */
function statOf(pid: number): string[] {
	const stat = read(`/proc/${pid}/stat`)
	return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function read(file: string): string {
	try {
		return readFileSync(file, 'latin1')
	} catch {
		return ''
	}
}
