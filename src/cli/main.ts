/** The command line: `npm run cli -- VERB …`. Results go to stdout, everything else to stderr. */
import { parseArgs } from 'node:util'
import { loadCommandConfig } from '#platform/config/address.ts'
import { SettingsError } from '#platform/config/config.ts'
import { log } from '#platform/log/log.ts'
import { openInstallation } from '../open.ts'
import apiKeyCreate from './api-key-create.ts'
import { type Command, CommandError } from './command.ts'
import doctor from './doctor.ts'
import exportRecords from './export.ts'
import importFile from './import.ts'
import memberInvite from './member-invite.ts'
import memberRecover from './member-recover.ts'
import workspaceCreate from './workspace-create.ts'
import workspaceList from './workspace-list.ts'

const commands: Command[] = [
	workspaceCreate,
	workspaceList,
	apiKeyCreate,
	memberInvite,
	memberRecover,
	importFile,
	exportRecords,
	doctor,
]

log.level = process.env.LOG_LEVEL ?? 'warn'
try {
	process.exitCode = await main(process.argv.slice(2))
} catch (error) {
	const expected = error instanceof CommandError || error instanceof SettingsError
	console.error(expected ? error.message : error)
	process.exitCode = 1
}
process.exit()

async function main(argv: string[]): Promise<number> {
	const found = commands.find(({ name }) => name === argv.slice(0, name.split(' ').length).join(' '))
	if (!found) {
		const wantsHelp = argv.length === 0 || argv[0] === '--help' || argv[0] === 'help'
		;(wantsHelp ? console.log : console.error)(
			overview(wantsHelp ? '' : `There is no command "${argv.join(' ')}".\n\n`),
		)
		return wantsHelp ? 0 : 1
	}
	const { values, positionals } = parse(found, argv.slice(found.name.split(' ').length))
	if (values.help) {
		console.log(`${found.summary}\n\n  npm run cli -- ${found.name} ${found.usage} [--json]`)
		return 0
	}
	const installation = await openInstallation(loadCommandConfig(process.env), { work: false, live: false })
	try {
		const result = await found.run({ values, positionals })
		const said = values.json ? JSON.stringify(result) : found.show(result as never)
		if (said) console.log(said)
		return isBad(result) ? 1 : 0
	} finally {
		await installation.close()
	}
}

function parse(command: Command, args: string[]) {
	try {
		const options = {
			...command.options,
			json: { type: 'boolean' as const },
			help: { type: 'boolean' as const, short: 'h' },
		}
		return parseArgs({ args, options, allowPositionals: true })
	} catch (error) {
		throw new CommandError(`${(error as Error).message}\n\n  npm run cli -- ${command.name} ${command.usage}`)
	}
}

function isBad(result: unknown): boolean {
	return typeof result === 'object' && result !== null && 'ok' in result && result.ok === false
}

function overview(before: string): string {
	const width = Math.max(...commands.map(({ name }) => name.length))
	return `${before}Usage: npm run cli -- VERB … [--json]\n\n${commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join('\n')}\n\nEach tells more with --help.`
}
