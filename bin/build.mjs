import { build } from './steps/build.mjs'
import { install } from './steps/install.mjs'
import { main, say } from './steps/paths.mjs'
import { runtime } from './steps/runtime.mjs'

await main(async () => {
	await install()
	say(`Built: ${await build(await runtime())}`)
})
