import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { exportOf } from '#features/exports/reads.ts'
import { exportKind, exportKinds } from '#features/exports/schema.ts'
import { CommandError, command, optional, required } from './command.ts'
import { scopeOf } from './workspace.ts'

export default command({
	name: 'export',
	summary: 'Write all records of a kind as CSV',
	usage: `--workspace SLUG --kind ${exportKinds.join('|')} [--out FILE]`,
	options: { workspace: { type: 'string' }, kind: { type: 'string' }, out: { type: 'string' } },
	async run(args) {
		const scope = await scopeOf(required(args, 'workspace'))
		const kind = exportKind.safeParse(required(args, 'kind'))
		if (!kind.success) throw new CommandError(`--kind: one of ${exportKinds.join(', ')}.`)
		const file = optional(args, 'out')
		if (!file && args.values.json) throw new CommandError('--json: the CSV goes to stdout, unless --out names a file.')
		try {
			const lines = Readable.from(exportOf(scope, kind.data))
			// The end of the CSV must not be the end of stdout.
			if (file) await pipeline(lines, createWriteStream(file))
			else await pipeline(lines, process.stdout, { end: false })
		} catch (error) {
			const { code } = error as NodeJS.ErrnoException
			if (code === 'EPIPE') return null
			if (file && code) throw new CommandError(`${file} could not be written (${code}).`)
			throw error
		}
		return file ? { kind: kind.data, file } : null
	},
	show: (result) => (result ? `Written to ${result.file}` : ''),
})
