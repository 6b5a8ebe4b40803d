import { and, eq, inArray, isNotNull, isNull, lt, notInArray } from 'drizzle-orm'
import { discardJob } from '#features/documents/purging/writes.ts'
import { now } from '#platform/clock/clock.ts'
import { write } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { importRows, imports } from '../tables.ts'
import { daysFileKept } from './rules.ts'

const batch = 200

/** Removes files whose time is over, with the rows that were copied out of them. What the import did, and its remarks, stay. */
export async function sweepImports(scope: SystemScope): Promise<void> {
	const over = new Date(now().getTime() - daysFileKept * 86_400_000)
	const here = eq(imports.workspaceId, scope.workspaceId)
	const due = and(
		here,
		isNull(imports.fileRemovedAt),
		lt(imports.updatedAt, over),
		notInArray(imports.status, ['running', 'checking']),
	)
	for (let removed = batch; removed === batch; ) {
		removed = await write(scope, async ({ db, enqueue }) => {
			const rows = await db
				.select({ id: imports.id, key: imports.fileKey })
				.from(imports)
				.where(due)
				.limit(batch)
				.for('update')
			if (rows.length === 0) return 0
			const ids = rows.map(({ id }) => id)
			await db
				.update(imports)
				.set({ fileRemovedAt: now(), sample: [] })
				.where(and(here, inArray(imports.id, ids)))
			const ours = and(eq(importRows.workspaceId, scope.workspaceId), inArray(importRows.importId, ids))
			await db
				.update(importRows)
				.set({ cells: null })
				.where(and(ours, isNotNull(importRows.cells)))
			await enqueue(discardJob, { keys: rows.map(({ key }) => key) })
			return rows.length
		})
	}
}
