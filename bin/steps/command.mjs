import { spawn } from 'node:child_process'
import { at, Trouble } from './paths.mjs'

/** Runs a command in the project's folder with its output on stderr; rejects with `Trouble` when it fails. */
export async function command(file, args, { env, cwd = at(), shell = false, hint } = {}) {
	const child = spawn(file, args, { cwd, shell, env: { ...process.env, ...env }, stdio: ['ignore', 2, 2] })
	const code = await finished(child)
	if (code !== 0) {
		throw new Trouble(`"${[file, ...args].join(' ')}" failed (${code}).${hint ? `\n${hint}` : ''}`)
	}
}

/** npm as this very npm when started by it, so that no other version on the PATH steps in. */
export function npm(args, options) {
	const own = process.env.npm_execpath
	if (own?.endsWith('.js')) return command(process.execPath, [own, ...args], options)
	return command('npm', args, { ...options, shell: process.platform === 'win32' })
}

function finished(child) {
	return new Promise((resolve) => {
		child.once('error', (error) => resolve(error.message))
		child.once('exit', (code, signal) => resolve(code ?? signal))
	})
}
