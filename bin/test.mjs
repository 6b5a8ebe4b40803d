import { ensureBrowser } from './steps/browser.mjs'
import { build } from './steps/build.mjs'
import { check } from './steps/checks.mjs'
import { install } from './steps/install.mjs'
import { say } from './steps/paths.mjs'
import { runtime } from './steps/runtime.mjs'
import { runTests } from './steps/tests.mjs'

/**
 * npm test [-- PATTERN …]: everything from a fresh clone on. Checks and the build count as a test each; with a pattern
 * only the tests in matching files run. The last line of the output is the sum.
 */
const patterns = process.argv.slice(2)
const sum = { passed: 0, failed: 0, skipped: 0 }

try {
	await install()
	const node = await runtime()
	// Side by side: the check of the types keeps one processor busy for long.
	const parts = await Promise.allSettled([patterns.length === 0 && checks(node), buildAndTry(node)])
	for (const { reason } of parts) if (reason) fail(reason)
} catch (error) {
	fail(error)
}

process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0
process.stdout.write(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped\n`)

async function checks(node) {
	for (const { ok } of await check(node)) add(ok)
}

async function buildAndTry(node) {
	if (!(await step('build', () => build(node)))) return
	const browser = await ensureBrowser(node)
	const tests = await runTests(node, browser, patterns)
	for (const name of Object.keys(sum)) sum[name] += tests[name]
}

async function step(name, work) {
	try {
		await work()
		add(true)
		return true
	} catch (error) {
		say(`✗ ${name}: ${error.message}`)
		add(false)
		return false
	}
}

function fail(error) {
	say(error.stack ?? String(error))
	add(false)
}

function add(ok) {
	if (ok) sum.passed += 1
	else sum.failed += 1
}
