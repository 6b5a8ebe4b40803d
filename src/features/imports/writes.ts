import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { openRun } from '#features/access/invitations/runs/writes.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import type { Storage } from '#platform/files/storage.ts'
import { newId } from '#platform/id/id.ts'
import { actorOf, type CompanyScope } from '#platform/scope/scope.ts'
import type { ImportEvent } from './events.ts'
import { guessMapping, type Mapping, type MappingProblem, mappingProblems } from './parsing/columns/rules.ts'
import { readTable } from './parsing/rules.ts'
import { type Import, type ImportStatus, imports, type WholeProblem } from './tables.ts'

export interface BroughtFile {
	key: string
	name: string
	size: number
}

const sampleRows = 5

/**
 * Takes in a stored file: reads it through once, guesses what its columns hold, and waits for somebody to look.
 * A file that cannot be read as a whole is kept as `failed` with the reason.
 */
export async function takeIn(scope: CompanyScope, file: BroughtFile, storage: Storage): Promise<string> {
	const look = await lookThrough(file.key, storage)
	const id = newId('imp')
	await write(scope, async ({ db, emit }) => {
		await db.insert(imports).values({
			workspaceId: scope.workspaceId,
			id,
			kind: 'customers',
			status: look.problem ? 'failed' : 'mapping',
			fileName: file.name,
			fileKey: file.key,
			fileSize: file.size,
			headers: look.headers,
			sample: look.sample.slice(0, sampleRows),
			mapping: guessMapping(look.headers, look.sample),
			total: look.total,
			done: 0,
			counts: {},
			problem: look.problem,
			createdBy: scope.kind === 'staff' ? actorOf(scope).id : null,
			createdAt: now(),
			updatedAt: now(),
		})
		await emit({
			type: 'import.uploaded',
			subject: { type: 'import', id },
			data: { fileName: file.name, rows: look.total },
		})
	})
	return id
}

interface Look {
	headers: string[]
	sample: string[][]
	total: number
	problem: WholeProblem | null
}

async function lookThrough(key: string, storage: Storage): Promise<Look> {
	const look: Look = { headers: [], sample: [], total: 0, problem: null }
	const content = await storage.get(key)
	if (!content) throw new Error('the uploaded file is gone')
	for await (const item of readTable(content)) {
		if (item.type === 'header') look.headers = item.cells.map((cell) => shown(cell))
		else if (item.type === 'stop') look.problem = { code: item.code, line: item.line, limit: item.limit }
		else look.total = item.row
		if (item.type === 'row' && look.sample.length < 50) look.sample.push(item.cells.map((cell) => shown(cell)))
	}
	return look
}

function shown(cell: string): string {
	return cell.trim().slice(0, 200).toWellFormed()
}

/** Not queued: the caller works it off itself. */
export interface Queueing {
	queue: boolean
}
const queued: Queueing = { queue: true }
export const importWork = 'imports.work'

export type Moved =
	| { ok: true }
	| { ok: false; reason: 'not_now' }
	| { ok: false; reason: 'mapping'; problems: MappingProblem[] }

/** Sets what the columns hold and starts the dry run; also again, after a look at its report. */
export async function checkImport(
	scope: CompanyScope,
	id: string,
	mapping: Mapping,
	options: Queueing = queued,
): Promise<Moved> {
	const problems = mappingProblems(mapping)
	if (problems.length) return { ok: false, reason: 'mapping', problems }
	return move(scope, id, { from: ['mapping', 'checked'], to: 'checking', set: { mapping }, job: options.queue })
}

/** Back to the columns. */
export async function reopenImport(scope: CompanyScope, id: string): Promise<Moved> {
	return move(scope, id, { from: ['checked', 'checking'], to: 'mapping' })
}

/** The go-ahead, after a dry run or (from the command line) without one. */
export async function startImport(
	scope: CompanyScope,
	id: string,
	options: Queueing & { /** Those who come in new are invited to the portal afterwards. */ invite?: boolean } = queued,
): Promise<Moved> {
	return move(scope, id, {
		from: ['checked', 'mapping'],
		to: 'running',
		event: 'import.started',
		job: options.queue,
		invite: options.invite ?? false,
	})
}

/** What has been taken over stays; the rest is left. */
export async function cancelImport(scope: CompanyScope, id: string): Promise<Moved> {
	return move(scope, id, { from: ['running'], to: 'cancelled', keep: true, event: 'import.cancelled' })
}

/** Goes on where it was cut off. */
export async function resumeImport(scope: CompanyScope, id: string, options: Queueing = queued): Promise<Moved> {
	return move(scope, id, {
		from: ['running', 'checking', 'cancelled'],
		to: null,
		keep: true,
		job: options.queue,
	})
}

interface Move {
	from: ImportStatus[]
	/** Null: what it was, or `running` for a cancelled one. */
	to: ImportStatus | null
	set?: Partial<Pick<Import, 'mapping'>>
	/** Whether the rows already done count on. */
	keep?: boolean
	event?: ImportEvent
	job?: boolean
	invite?: boolean
}

async function move(
	scope: CompanyScope,
	id: string,
	{ from, to, set, keep, event, job, invite }: Move,
): Promise<Moved> {
	return write(scope, async (writer) => {
		const { db, emit, enqueue } = writer
		const resumed = sql`case when ${imports.status} = 'cancelled' then 'running' else ${imports.status} end`
		const finished = to === 'cancelled' ? { finishedAt: now() } : { finishedAt: null }
		const moved = await db
			.update(imports)
			.set({
				...set,
				...finished,
				status: to ?? resumed,
				updatedAt: now(),
				...(!keep && { done: 0, counts: {}, startedAt: now() }),
			})
			.where(
				and(
					eq(imports.workspaceId, scope.workspaceId),
					eq(imports.id, id),
					inArray(imports.status, from),
					isNull(imports.fileRemovedAt),
				),
			)
			.returning({ id: imports.id })
		if (moved.length === 0) return { ok: false, reason: 'not_now' }
		if (invite) await openRunFor(writer, id)
		if (event) await emit({ type: event, subject: { type: 'import', id } })
		if (job) await enqueue(importWork, { importId: id })
		return { ok: true }
	})
}

/** The contacts that it creates are gathered as it goes on, and invited once it is through. */
async function openRunFor(writer: Writer<CompanyScope>, id: string): Promise<void> {
	const { settings } = await currentWorkspace(writer)
	const invitationRunId = await openRun(writer, settings.invitations.channels)
	await writer.db
		.update(imports)
		.set({ invitationRunId })
		.where(and(eq(imports.workspaceId, writer.scope.workspaceId), eq(imports.id, id)))
}
