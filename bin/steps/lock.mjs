import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { at, say } from './paths.mjs'

/**
 * Runs `work` while no other process of this folder does. The lock is a file that names its holder's process;
 * one whose holder is gone is taken over.
 */
export async function alone(name, work) {
	mkdirSync(at('build'), { recursive: true })
	const file = at('build', `.${name}.lock`)
	await take(file, name)
	const release = () => rmSync(file, { force: true })
	process.once('exit', release)
	try {
		return await work()
	} finally {
		process.off('exit', release)
		release()
	}
}

async function take(file, name) {
	for (let told = false; ; told = true) {
		try {
			writeFileSync(file, `${process.pid}`, { flag: 'wx' })
			return
		} catch (error) {
			if (error.code !== 'EEXIST') throw error
		}
		if (holderIsGone(file)) moveAway(file)
		else {
			if (!told) say(`Waiting for another process to finish: ${name}`)
			await pause(250)
		}
	}
}

function holderIsGone(file) {
	const pid = Number(read(file))
	if (pid === process.pid) return true
	if (!pid) return false
	try {
		process.kill(pid, 0)
		return false
	} catch (error) {
		return error.code === 'ESRCH'
	}
}

/** Renames before removing, and looks again, so that two waiters cannot both remove what one of them just took. */
function moveAway(file) {
	const aside = `${file}.${process.pid}`
	try {
		renameSync(file, aside)
		if (holderIsGone(aside)) rmSync(aside, { force: true })
		else renameSync(aside, file)
	} catch (error) {
		if (error.code !== 'ENOENT') throw error
	}
}

function read(file) {
	try {
		return readFileSync(file, 'utf8')
	} catch {
		return ''
	}
}
