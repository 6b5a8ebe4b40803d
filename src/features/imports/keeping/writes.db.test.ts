import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { documentJobs } from '#features/documents/jobs.ts'
import { theApp } from '#platform/app/app.ts'
import { read } from '#platform/db/db.ts'
import { newKey } from '#platform/files/storage.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { useInstallation } from '#support/installation.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { importJobs } from '../jobs.ts'
import { importById } from '../reads.ts'
import { checkImport, reopenImport, startImport, takeIn } from '../writes.ts'
import { sweepImports } from './writes.ts'

const { runJobs, advance } = useInstallation([...documentJobs, ...importJobs].filter(({ cron }) => !cron))
const day = 86_400

async function bring(scope: SystemScope): Promise<string> {
	const key = newKey(`${scope.workspaceId}/imports`)
	const text = 'Name,Email\nAna Ortiz,ana@example.com\nNobody,not an address\n'
	const { size } = await theApp().storage.put(key, Readable.from([Buffer.from(text)]), { contentType: 'text/csv' })
	return takeIn(scope, { key, name: 'customers.csv', size }, theApp().storage)
}

async function found(scope: SystemScope, id: string) {
	const record = await read(scope, (reader) => importById(reader, id))
	if (!record) throw new Error('no such import')
	const cells = await read(scope, async ({ client }) => {
		const { rows } = await client.query('select cells from import_rows where import_id = $1 and cells is not null', [
			id,
		])
		return rows.length
	})
	const file = await theApp().storage.stat(record.fileKey)
	return { record, cells, file }
}

test('API-3: what was imported stays, the file that brought it goes after 30 days', async () => {
	const scope = await makeWorkspace()
	const [done, waiting] = [await bring(scope), await bring(scope)]
	await checkImport(scope, done, (await found(scope, done)).record.mapping)
	await runJobs()
	await startImport(scope, done)
	await runJobs()
	const before = await found(scope, done)
	expect([before.record.status, before.cells > 0, before.file !== null]).toEqual(['done', true, true])

	advance(29 * day)
	await sweepImports(scope)
	await runJobs()
	expect((await found(scope, done)).record.fileRemovedAt).toBeNull()

	advance(31 * day)
	await sweepImports(scope)
	await runJobs()
	for (const id of [done, waiting]) {
		const after = await found(scope, id)
		expect([after.record.fileRemovedAt !== null, after.record.sample, after.cells, after.file]).toEqual([
			true,
			[],
			0,
			null,
		])
	}
	expect((await found(scope, done)).record).toMatchObject({ counts: before.record.counts, status: 'done' })
	const none = { ok: false, reason: 'not_now' }
	expect(await startImport(scope, waiting)).toEqual(none)
	expect(await reopenImport(scope, waiting)).toEqual(none)
})

test('API-3: the file of an import at work is not taken from under it, nor that of another company', async () => {
	const [scope, other] = [await makeWorkspace(), await makeWorkspace()]
	const [working, elsewhere] = [await bring(scope), await bring(other)]
	await startImport(scope, working)
	advance(31 * day)
	await sweepImports(scope)
	for (const [where, id] of [
		[scope, working],
		[other, elsewhere],
	] as const)
		expect((await found(where, id)).record.fileRemovedAt).toBeNull()
})
