import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { command } from './command.mjs'
import { alone } from './lock.mjs'
import { at, say } from './paths.mjs'

const sources = ['src', 'static', 'migrations', 'messages', 'project.inlang/settings.json']
const settings = ['vite.config.ts', 'paraglide.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json']
const derived = new Set(['src/paraglide', 'src/generated'])
const kept = 3

/**
 * Builds when no build of exactly these sources is there, and returns its folder. Each build lies in
 * build/versions/HASH and is moved there whole, so a folder that exists is complete, and a server that still runs
 * from an older one keeps its files. build/server and build/client point at the newest.
 */
export async function build(node) {
	const hash = hashOfSources()
	const folder = at('build', 'versions', hash)
	if (!existsSync(folder)) {
		await alone('build', async () => {
			if (!existsSync(folder)) await make(node, folder)
		})
	}
	for (const name of ['server', 'client']) point(at('build', name), join('versions', hash, name))
	return folder
}

async function make(node, folder) {
	say('Building …')
	const started = Date.now()
	const fresh = at('build', 'next')
	await command(node, [at('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], {
		quiet: true,
		env: { BUILD_FOLDER: fresh, NODE_ENV: 'production' },
	})
	mkdirSync(at('build', 'versions'), { recursive: true })
	renameSync(fresh, folder)
	removeOld()
	say(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s`)
}

function removeOld() {
	const all = readdirSync(at('build', 'versions')).map((name) => at('build', 'versions', name))
	const newestFirst = all.sort((a, b) => lstatSync(b).mtimeMs - lstatSync(a).mtimeMs)
	for (const folder of newestFirst.slice(kept)) rmSync(folder, { recursive: true, force: true })
	// What Node compiled of them would otherwise be kept for ever.
	rmSync(at('build', 'cache'), { recursive: true, force: true })
}

function point(link, target) {
	const aside = `${link}.${process.pid}`
	try {
		symlinkSync(target, aside, 'junction')
		if (process.platform === 'win32') rmSync(link, { recursive: true, force: true })
		renameSync(aside, link)
	} catch {
		// Only a convenience for people and tools: the app itself starts from the version's own folder.
		rmSync(aside, { force: true })
	}
}

function hashOfSources() {
	const hash = createHash('sha256')
	for (const path of [...sources.flatMap(filesOf), ...settings]) {
		hash
			.update(`${path}\0`)
			.update(readFileSync(at(path)))
			.update('\0')
	}
	return hash.digest('hex').slice(0, 16)
}

function filesOf(path) {
	if (derived.has(path) || !existsSync(at(path))) return []
	if (lstatSync(at(path)).isFile()) return path.endsWith('.test.ts') ? [] : [path]
	const names = readdirSync(at(path)).sort()
	return names.flatMap((name) => filesOf(`${path}/${name}`))
}
