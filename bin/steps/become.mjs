import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { pathToFileURL } from 'node:url'
import { environment, flags } from './flags.mjs'
import { at } from './paths.mjs'

/** A terminal's Ctrl-C reaches every process at once and npm passes it on as well: within this time it is one wish. */
const oneWishMs = 1000

/**
 * Runs `file` under `node` in the place of this process: same terminal, its exit code is ours, SIGINT and SIGTERM are
 * handed on once. A second Ctrl-C ends it at once.
 */
export function become(node, file, args, env = {}) {
	const leash = pathToFileURL(at('bin', 'steps', 'leash.mjs')).href
	const child = spawn(node, [...flags, '--import', leash, file, ...args], {
		stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
		env: { ...environment, ...process.env, ...env },
	})
	let firstAt = 0
	const stop = (signal) => {
		if (!firstAt) child.kill(signal)
		else if (Date.now() - firstAt > oneWishMs) child.kill('SIGKILL')
		firstAt ||= Date.now()
	}
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal))
	whenNpmEnds(() => stop('SIGTERM'))
	child.once('error', (error) => {
		console.error(`${node} could not be run: ${error.message}`)
		process.exit(1)
	})
	child.once('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}

/** npm hands a signal to the shell between it and us, which ends without passing it on; killed outright it tells nobody. */
function whenNpmEnds(then) {
	if (!process.env.npm_lifecycle_event) return
	const family = () => `${process.ppid} ${parentOf(process.ppid)}`
	const atStart = family()
	const watch = setInterval(() => {
		if (family() === atStart) return
		clearInterval(watch)
		then()
	}, 300)
	watch.unref()
}

function parentOf(pid) {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
		return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]
	} catch {
		return ''
	}
}
