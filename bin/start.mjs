import { join } from 'node:path'
import { become } from './steps/become.mjs'
import { build } from './steps/build.mjs'
import { install } from './steps/install.mjs'
import { main } from './steps/paths.mjs'
import { runtime } from './steps/runtime.mjs'

await main(async () => {
	await install()
	const node = await runtime()
	const folder = await build(node)
	become(node, join(folder, 'server', 'main.js'), process.argv.slice(2), {
		NODE_ENV: process.env.NODE_ENV ?? 'production',
	})
})
