import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { at, say } from './paths.mjs'

/** No test may depend on how somebody's own installation is set up. */
const settings =
	/^(PORT|HOST|BASE_URL|DATA_DIR|DATABASE_URL|APP_SECRET|TRUST_PROXY|SMTP_URL|MAIL_FROM|CLAMAV_URL|LOG_LEVEL|DEMO|ROLE)$|^(TWILIO|STRIPE|S3|ENPHASE|SOLAREDGE|VAPID)_/

const longestMs = 40 * 60_000

/** Runs the tests, showing them as they go; resolves with their numbers. Whatever goes wrong counts as a failure. */
export async function runTests(node, browser, patterns) {
	const report = at('build', 'tests.json')
	mkdirSync(at('build'), { recursive: true })
	rmSync(report, { force: true })
	const postgres = mkdtempSync(join(tmpdir(), 'tests-postgres-'))
	const code = await vitest(
		node,
		['--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...patterns],
		{
			CHROMIUM: browser,
			TEST_POSTGRES_FOLDER: postgres,
			NODE_ENV: 'test',
		},
	)
	endServer(postgres)
	return count(report, code)
}

function vitest(node, args, env) {
	const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !settings.test(name)))
	const child = spawn(node, [at('node_modules', 'vitest', 'vitest.mjs'), 'run', ...args], {
		cwd: at(),
		env: { ...own, ...env },
		stdio: ['ignore', 'inherit', 'inherit'],
	})
	const timer = setTimeout(() => {
		say(`The tests have not ended after ${longestMs / 60_000} minutes.`)
		child.kill('SIGKILL')
	}, longestMs)
	// A Ctrl-C in the terminal reaches the runner as well, which ends in order.
	process.on('SIGINT', () => {})
	process.on('SIGTERM', () => child.kill('SIGTERM'))
	return new Promise((resolve) => {
		child.once('error', (error) => resolve(error.message))
		child.once('exit', (code, signal) => resolve(code ?? signal))
	}).finally(() => clearTimeout(timer))
}

function count(report, code) {
	if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 }
	const result = JSON.parse(readFileSync(report, 'utf8'))
	const passed = result.numPassedTests
	const skipped = result.numPendingTests + result.numTodoTests
	// A file that could not be loaded has no tests to fail.
	const broken = result.testResults.filter(
		(file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
	)
	const failed = result.numFailedTests + broken.length
	const unseen = failed === 0 && (code !== 0 || passed + skipped === 0)
	return { passed, failed: failed + (unseen ? 1 : 0), skipped }
}

/** The runner ends the database server it started; one that was killed could not. */
function endServer(folder) {
	try {
		process.kill(
			Number.parseInt(readFileSync(join(folder, 'postgres', 'data', 'postmaster.pid'), 'utf8'), 10),
			'SIGQUIT',
		)
	} catch {
		// It has ended.
	}
	rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}
