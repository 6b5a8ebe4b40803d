import { spawn } from 'node:child_process'
import { at, say, Trouble } from './paths.mjs'

/**
 * Runs a command in the project's folder with its output on stderr, or with `quiet` only the output of one that fails,
 * which rejects with `Trouble`.
 */
export async function command(file, args, { env, cwd = at(), shell = false, quiet = false, hint } = {}) {
	const output = quiet ? 'pipe' : 2
	const child = spawn(file, args, { cwd, shell, env: { ...process.env, ...env }, stdio: ['ignore', output, output] })
	const said = []
	for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => said.push(data))
	const code = await finished(child)
	if (code !== 0) {
		say(Buffer.concat(said).toString('utf8'))
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
		child.once('close', (code, signal) => resolve(code ?? signal))
	})
}
