import { join } from 'node:path'
import { become } from './steps/become.mjs'
import { build } from './steps/build.mjs'
import { install } from './steps/install.mjs'
import { at, main, Trouble } from './steps/paths.mjs'
import { runtime } from './steps/runtime.mjs'

/** Programs that are part of the build, where they share the app's compiled messages and pages. */
const built = new Map([
	['src/main.ts', 'main.js'],
	['src/cli/main.ts', 'cli.js'],
])

await main(async () => {
	const [file, ...args] = process.argv.slice(2)
	if (!file) throw new Trouble('Which file? node bin/run.mjs FILE [arguments]')
	await install()
	const node = await runtime()
	const folder = await build(node)
	const bundle = built.get(file)
	become(node, bundle ? join(folder, 'server', bundle) : at(file), args)
})
