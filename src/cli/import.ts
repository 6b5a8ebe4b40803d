import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { problemText, wholeProblemText } from '#features/imports/outcomes/rules.ts'
import { mappingProblems } from '#features/imports/parsing/columns/rules.ts'
import { flawedRows, importById } from '#features/imports/reads.ts'
import { workOff } from '#features/imports/runs/writes.ts'
import { importKind } from '#features/imports/schema.ts'
import type { Import } from '#features/imports/tables.ts'
import { checkImport, startImport, takeIn } from '#features/imports/writes.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { theApp } from '#platform/app/app.ts'
import { read } from '#platform/db/db.ts'
import { newKey } from '#platform/files/storage.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { CommandError, command, required } from './command.ts'
import { scopeOf } from './workspace.ts'

interface Told {
	row: number
	column: string
	value: string
	message: string
	code: string
}

interface Report {
	rows: number
	created: number
	updated: number
	unchanged: number
	duplicates: number
	rejected: number
	errors: Told[]
}

export default command({
	name: 'import',
	summary: 'Bring a customer list in from a CSV file',
	usage: '--workspace SLUG --kind customers FILE [--dry-run] [--invite | --no-invite]',
	options: {
		workspace: { type: 'string' },
		kind: { type: 'string' },
		'dry-run': { type: 'boolean' },
		invite: { type: 'boolean' },
		'no-invite': { type: 'boolean' },
	},
	async run(args) {
		const scope = await scopeOf(required(args, 'workspace'))
		if (!importKind.safeParse(required(args, 'kind')).success)
			throw new CommandError('--kind: only "customers" can be imported.')
		const [path, ...more] = args.positionals
		if (!path || more.length > 0) throw new CommandError('Which file? One CSV file has to be named.')
		const record = await bring(scope, path)
		const { settings } = await read(scope, currentWorkspace)
		const invite = args.values.invite === true || (settings.invitations.auto && args.values['no-invite'] !== true)
		await work(scope, record, { dry: args.values['dry-run'] === true, invite })
		return report(scope, record.id)
	},
	show: (result) =>
		[
			...result.errors.map(
				({ row, column, value, message }) =>
					`Row ${row}${column && `, ${column}`}${value && ` "${value}"`}: ${message}`,
			),
			`${result.rows} rows: ${result.created} created, ${result.updated} updated, ${result.unchanged} unchanged, ${result.duplicates} duplicates, ${result.rejected} rejected.`,
		].join('\n'),
})

async function bring(scope: SystemScope, path: string): Promise<Import> {
	const file = await stat(path).catch(() => null)
	if (!file?.isFile()) throw new CommandError(`There is no file ${path}.`)
	const { storage } = theApp()
	const key = newKey(`${scope.workspaceId}/imports`)
	const { size } = await storage.put(key, createReadStream(path), { contentType: 'text/csv' })
	const record = await current(scope, await takeIn(scope, { key, name: basename(path), size }, storage))
	if (record.problem) throw new CommandError(`${path}: ${wholeProblemText(record.problem, 'en')}`)
	return record
}

async function work(
	scope: SystemScope,
	record: Import,
	{ dry, invite }: { dry: boolean; invite: boolean },
): Promise<void> {
	if (mappingProblems(record.mapping).length > 0)
		throw new CommandError(`No column with names was found. The file's columns are: ${record.headers.join(', ')}`)
	const moved = dry
		? await checkImport(scope, record.id, record.mapping, { queue: false })
		: await startImport(scope, record.id, { queue: false, invite })
	if (!moved.ok) throw new Error(moved.reason)
	const { storage, stopping } = theApp()
	await workOff(scope, record.id, storage, stopping)
}

async function report(scope: SystemScope, id: string): Promise<Report> {
	const record = await current(scope, id)
	const { rows = 0, created = 0, updated = 0, unchanged = 0, duplicates = 0, rejected = 0 } = record.counts
	const errors: Told[] = []
	for await (const { problems } of flawedRows(scope, record)) {
		for (const problem of problems) {
			const { row, column, value, code } = problem
			errors.push({ row, column, value, message: problemText(problem, 'en'), code })
		}
	}
	return { rows, created, updated, unchanged, duplicates, rejected, errors }
}

async function current(scope: SystemScope, id: string): Promise<Import> {
	const record = await read(scope, (reader) => importById(reader, id))
	if (!record) throw new Error('the import is gone')
	return record
}
