import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { compileMessages } from './bin/steps/messages.mjs'

await compileMessages()

const servers = 'tests/support/database-servers.ts'
const onDatabase = '{src,tests,simulators}/**/*.db.test.ts'
const onServer = ['tests/{http,access,crash}/**/*.test.ts']
const inBrowser = 'tests/e2e/**/*.test.ts'

/** One after the other, the quick ones first: what is broken shows early. Those of a turn share the workers. */
const turn = (groupOrder: number) => ({ sequence: { groupOrder } })

/** Of those that mostly wait, for a server or a browser, two leave the processors idle for a third of the time. */
const waiting = 3

/** Those that take longest: begun last, one of them would go on alone when all others are done. */
const longest = ['office-pages', 'e2e/pages', 'crash/kill', 'e2e/people', 'e2e/chat', 'crash/together', 'access/walk']

class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const place = ({ moduleId }: TestSpecification) => {
			const found = longest.findIndex((name) => moduleId.includes(name))
			return found < 0 ? longest.length : found
		}
		return (await super.sort(files)).toSorted((a, b) => place(a) - place(b))
	}
}

export default defineConfig({
	plugins: [svelte({ configFile: false })],
	test: {
		maxWorkers: 2,
		sequence: { sequencer: LongestFirst },
		// Files share their worker's modules: importing them anew for each file took as long as the tests.
		isolate: false,
		// A loaded machine takes its time; what never comes is late enough after this.
		expect: { poll: { timeout: 30_000 } },
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					include: ['{src,tests,simulators,bench}/**/*.test.ts'],
					exclude: [onDatabase, ...onServer, inBrowser],
					testTimeout: 20_000,
					...turn(0),
				},
			},
			{
				extends: true,
				test: {
					name: 'db-embedded',
					include: [onDatabase],
					globalSetup: servers,
					env: { TEST_ENGINE: 'embedded' },
					testTimeout: 30_000,
					hookTimeout: 60_000,
					...turn(1),
				},
			},
			{
				extends: true,
				test: {
					name: 'db-external',
					include: [onDatabase],
					globalSetup: servers,
					runner: './tests/support/external-runner.ts',
					env: { TEST_ENGINE: 'external' },
					testTimeout: 30_000,
					hookTimeout: 60_000,
					...turn(1),
				},
			},
			{
				extends: true,
				test: {
					name: 'http',
					include: onServer,
					exclude: [onDatabase],
					globalSetup: servers,
					env: { TEST_ENGINE: 'embedded' },
					testTimeout: 60_000,
					hookTimeout: 120_000,
					maxWorkers: waiting,
					...turn(2),
				},
			},
			{
				extends: true,
				test: {
					name: 'e2e',
					include: [inBrowser],
					exclude: [onDatabase],
					globalSetup: servers,
					env: { TEST_ENGINE: 'embedded' },
					testTimeout: 300_000,
					hookTimeout: 180_000,
					maxWorkers: waiting,
					...turn(2),
				},
			},
		],
	},
})
