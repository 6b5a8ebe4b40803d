import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { command } from './command.mjs'
import { at, say } from './paths.mjs'

const bin = {
	kit: at('node_modules', '@sveltejs', 'kit', 'svelte-kit.js'),
	svelteCheck: at('node_modules', 'svelte-check', 'bin', 'svelte-check'),
	biome: at('node_modules', '@biomejs', 'biome', 'bin', 'biome'),
	prettier: at('node_modules', 'prettier', 'bin', 'prettier.cjs'),
	depcruise: at('node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
	knip: at('node_modules', 'knip', 'bin', 'knip.js'),
	names: at('bin', 'steps', 'names.mjs'),
	messages: at('bin', 'steps', 'messages.mjs'),
}

export const kinds = ['types', 'lint', 'imports', 'knip']

/** The parts of the check: each is a command that says nothing and ends with 0 when all is well. */
function parts(fix) {
	const folders = ['src', 'tests', 'simulators', 'bench'].filter((folder) => existsSync(at(folder)))
	return [
		// TypeScript 6: with --tsgo (7) it is quicker, but does not infer the parameters of snippets.
		{
			name: 'types',
			kind: 'types',
			args: [bin.svelteCheck, '--fail-on-warnings', '--tsconfig', './tsconfig.json', '--output', 'human'],
		},
		{ name: 'lint', kind: 'lint', args: [bin.biome, 'check', ...(fix ? ['--write'] : []), '--error-on-warnings'] },
		{
			name: 'format of pages',
			kind: 'lint',
			args: [bin.prettier, fix ? '--write' : '--check', '--log-level', 'warn', 'src/**/*.svelte', '--cache'],
		},
		{ name: 'imports', kind: 'imports', args: [bin.depcruise, '--output-type', 'err-long', ...folders] },
		{ name: 'names', kind: 'imports', args: [bin.names] },
		{ name: 'dead code', kind: 'knip', args: [bin.knip, '--no-progress', '--no-config-hints', '--cache'] },
	]
}

/** Runs the parts side by side, tells each part's time, and returns their results. */
export async function check(node, { fix = false, only } = {}) {
	const chosen = parts(fix).filter(({ kind }) => !only || kind === only)
	if (!only || only === 'types') await generate(node)
	return Promise.all(chosen.map((part) => run(node, part)))
}

/** What the types are made of besides the sources: compiled messages, and the routes' own types. */
async function generate(node) {
	await command(node, [bin.messages], { quiet: true })
	await command(node, [bin.kit, 'sync'], { quiet: true })
}

async function run(node, { name, args }) {
	const started = Date.now()
	const child = spawn(node, args, {
		cwd: at(),
		env: { ...process.env, NO_COLOR: '1' },
		stdio: ['ignore', 'pipe', 'pipe'],
	})
	const said = []
	child.stdout.on('data', (data) => said.push(data))
	child.stderr.on('data', (data) => said.push(data))
	const code = await new Promise((resolve) => {
		child.once('error', (error) => resolve(error.message))
		child.once('close', resolve)
	})
	const ok = code === 0
	const text = Buffer.concat(said).toString('utf8').trim()
	say(`${ok ? '✓' : '✗'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
	if (text && (!ok || text.includes('warning:'))) say(text.replace(/^/gm, '    '))
	return { name, ok }
}
