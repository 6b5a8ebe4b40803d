import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { alone } from './lock.mjs'
import { at } from './paths.mjs'

const sources = ['messages', 'project.inlang/settings.json', 'paraglide.config.ts', 'package-lock.json']
const stamp = at('src', 'paraglide', '.made-of')

/** Compiles messages/ into src/paraglide, which takes a quarter of a minute, unless it was made of just these texts. Needs the app's own Node. */
export async function compileMessages() {
	const hash = hashOfSources()
	if (!isMadeOf(hash)) await alone('messages', () => compile(hash))
}

const isMadeOf = (hash) => existsSync(stamp) && readFileSync(stamp, 'utf8') === hash

async function compile(hash) {
	// Another process may have made them while this one waited.
	if (isMadeOf(hash)) return
	const [compiler, { paraglide }] = await Promise.all([
		import('@inlang/paraglide-js'),
		import('../../paraglide.config.ts'),
	])
	await compiler.compile(paraglide)
	writeFileSync(stamp, hash)
}

function hashOfSources() {
	const hash = createHash('sha256')
	for (const path of sources.flatMap(filesOf))
		hash
			.update(`${path}\0`)
			.update(readFileSync(at(path)))
			.update('\0')
	return hash.digest('hex')
}

function filesOf(path) {
	if (/\.\w+$/.test(path)) return [path]
	return readdirSync(at(path))
		.sort()
		.flatMap((name) => filesOf(`${path}/${name}`))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await compileMessages()
