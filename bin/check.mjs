import { check, kinds } from './steps/checks.mjs'
import { install } from './steps/install.mjs'
import { main, Trouble } from './steps/paths.mjs'
import { runtime } from './steps/runtime.mjs'

/** npm run check [-- --fix] [-- --only types|lint|imports|knip] */
await main(async () => {
	const args = process.argv.slice(2)
	const only = args.includes('--only') ? args[args.indexOf('--only') + 1] : undefined
	if (args.includes('--only') && !kinds.includes(only)) throw new Trouble(`--only takes one of ${kinds.join(', ')}`)
	await install()
	const results = await check(await runtime(), { fix: args.includes('--fix'), only })
	if (results.some(({ ok }) => !ok)) process.exit(1)
})
