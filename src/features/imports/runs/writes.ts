import { setImmediate } from 'node:timers/promises'
import { and, eq } from 'drizzle-orm'
import { startRun } from '#features/access/invitations/runs/writes.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { now } from '#platform/clock/clock.ts'
import { read, sqlState, type Writer, write } from '#platform/db/db.ts'
import { renewStatistics } from '#platform/db/statistics.ts'
import type { Storage } from '#platform/files/storage.ts'
import { newId } from '#platform/id/id.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import type { Problem } from '../drafts/cells/rules.ts'
import { type Draft, readDraft } from '../drafts/rules.ts'
import { collectKeys, Directory } from '../matching/rules.ts'
import { keepOutcomes, type Outcome } from '../outcomes/writes.ts'
import { columnNames } from '../parsing/columns/rules.ts'
import { type FileRow, type Item, readTable } from '../parsing/rules.ts'
import { type PlanContext, rejectedPlan, type Seen } from '../plans/rules.ts'
import { doneBefore, importById } from '../reads.ts'
import { type Source, savePlans } from '../records/writes.ts'
import { type Counts, count, noCounts, noRowsSeen, planBatch } from '../rules.ts'
import { type Import, imports } from '../tables.ts'
import type { ImportField } from '../words/rules.ts'
import { lookUp } from './reads.ts'

/** Rows of one transaction: long enough to be quick, short enough to keep nobody waiting. */
const batchSize = 200
/** Accounts that a dry run remembers of a file, so that a large one does not fill the memory. */
const mostRemembered = 20_000

const grownTables = ['accounts', 'sites', 'contacts', 'contact_links', 'import_rows']

export interface Stop {
	readonly aborted: boolean
}

/**
 * Works an import off from where it stands, as dry run or for good, as its status says. Rows, records and the count of
 * rows done change together, so that whoever goes on after a crash neither loses nor doubles a row. Throws when told to
 * stop in between: the queue brings the job again.
 */
export async function workOff(scope: SystemScope, importId: string, storage: Storage, stop: Stop): Promise<void> {
	const opened = await read(scope, async (reader) => {
		const record = await importById(reader, importId)
		const busy = record && (record.status === 'running' || record.status === 'checking')
		return busy ? { record, workspace: await currentWorkspace(reader), before: await doneBefore(reader, record) } : null
	})
	if (!opened) return
	const run = new Run(scope, opened.record, opened.workspace)
	const content = await storage.get(opened.record.fileKey)
	if (!content) throw new Error('the uploaded file is gone')
	try {
		const outcomes = new Map(opened.before.map((row) => [row.row, row]))
		for await (const rows of batches(readTable(content))) {
			if (stop.aborted) throw new Error('stopped before the end; the rest follows')
			const fresh = rows.filter((row) => !run.recall(row, outcomes.get(row.row)))
			if (fresh.length && !(await run.advance(fresh))) return
			await run.pause()
		}
		await run.finish()
	} finally {
		content.destroy()
	}
}

async function* batches(items: AsyncIterable<Item>): AsyncGenerator<FileRow[]> {
	let rows: FileRow[] = []
	for await (const item of items) {
		if (item.type !== 'row' && item.type !== 'bad') continue
		rows.push(item)
		if (rows.length < batchSize) continue
		yield rows
		rows = []
	}
	if (rows.length) yield rows
}

interface Home {
	country: string
	language: string
}

class Run {
	readonly #scope: SystemScope
	readonly #record: Import
	readonly #home: Home
	readonly #columns: string[]
	readonly #seen: Seen = noRowsSeen()
	#directory = new Directory()
	#renewAt = batchSize
	#done: number
	#counts: Counts

	constructor(scope: SystemScope, record: Import, home: Home) {
		this.#scope = scope
		this.#record = record
		this.#home = home
		this.#columns = columnNames(record.headers)
		this.#done = record.done
		this.#counts = { ...noCounts(), ...record.counts }
	}

	/** Remembers a row that was done before the work was cut off; false for one still to do. */
	recall(row: FileRow, outcome: { status: string; accountId: string | null } | undefined): boolean {
		if (row.row > this.#done || !outcome) return row.row <= this.#done
		if (row.type === 'row' && outcome.status !== 'rejected') {
			const { fingerprint } = this.#draft(row)
			if (!this.#seen.rows.has(fingerprint)) this.#seen.rows.set(fingerprint, row.row)
		}
		const { accountId } = outcome
		if (accountId && !this.#seen.accounts.has(accountId)) this.#seen.accounts.set(accountId, row.row)
		return true
	}

	/**
	 * Lets others have their turn. While a workspace fills from nothing the database's picture of its tables is of empty
	 * ones, for which it walks them instead of their indexes: it is renewed as they grow.
	 */
	async pause(): Promise<void> {
		if (this.#record.status === 'running' && this.#done >= this.#renewAt) {
			this.#renewAt = this.#done * 4
			await renewStatistics(grownTables)
		}
		await setImmediate()
	}

	/** Does rows in one transaction; false when somebody cancelled or another worker has them. */
	async advance(rows: FileRow[]): Promise<boolean> {
		for (let attempt = 1; ; attempt++) {
			try {
				return await this.#attempt(rows, false)
			} catch (error) {
				const clash = sqlState(error)?.code
				if (clash !== '23505' && clash !== '40P01' && clash !== '40001') throw error
				if (attempt < 3) continue
				return rows.length > 1 ? this.#halve(rows) : this.#attempt(rows, true)
			}
		}
	}

	async #halve(rows: FileRow[]): Promise<boolean> {
		const middle = Math.ceil(rows.length / 2)
		return (await this.advance(rows.slice(0, middle))) && this.advance(rows.slice(middle))
	}

	/** `giveUp`: the row cannot be reconciled with what is there; it is told and left. */
	async #attempt(rows: FileRow[], giveUp: boolean): Promise<boolean> {
		this.#forget(rows[0]?.row ?? 0)
		const done = await write(this.#scope, async (writer) => {
			if (!(await this.#hold(writer))) return null
			const outcomes = await this.#plan(writer, rows, giveUp)
			const plans = outcomes.map((outcome) => outcome.plan)
			if (this.#record.status === 'running') await savePlans(writer, plans, this.#directory, this.#source())
			const counts = count(this.#counts, plans)
			await keepOutcomes(writer, this.#record, outcomes, counts)
			return { counts, row: rows.at(-1)?.row ?? this.#done }
		})
		if (!done) return false
		this.#counts = done.counts
		this.#done = done.row
		return true
	}

	/** Takes the import for this transaction, if it still is as we left it. */
	async #hold({ client, scope }: Writer): Promise<boolean> {
		const { rowCount } = await client.query(
			'select 1 from imports where workspace_id = $1 and id = $2 and status = $3 and done = $4 for update',
			[scope.workspaceId, this.#record.id, this.#record.status, this.#done],
		)
		return rowCount === 1
	}

	async #plan(writer: Writer, rows: FileRow[], giveUp: boolean): Promise<Outcome[]> {
		const read = rows.map((row) => (row.type === 'row' && !giveUp ? this.#draft(row) : null))
		const drafts = read.filter((draft) => draft !== null)
		const found = await lookUp(writer, collectKeys(drafts))
		if (this.#record.status === 'running' || this.#directory.size > mostRemembered) this.#directory = new Directory()
		this.#directory.learn(found.accounts, found.contacts)
		const plans = planBatch(drafts, this.#directory, this.#seen, this.#context())
		const byRow = new Map(plans.map((plan) => [plan.row, plan]))
		return rows.map((row, index) => ({
			row,
			label: read[index]?.accountName ?? '',
			plan: byRow.get(row.row) ?? rejectedPlan(row.row, this.#problemOf(row)),
		}))
	}

	/** A failed attempt leaves no trace in what is remembered of the file. */
	#forget(from: number): void {
		for (const map of [this.#seen.rows, this.#seen.accounts])
			for (const [key, row] of map) if (row >= from) map.delete(key)
	}

	#draft(row: Extract<FileRow, { type: 'row' }>): Draft {
		const { headers, mapping } = this.#record
		return readDraft(row.row, row.cells, { headers, mapping, country: this.#home.country })
	}

	#problemOf(row: FileRow): Problem {
		const code = row.type === 'bad' ? row.code : 'conflict'
		const column = (row.type === 'bad' && row.column !== undefined && this.#columns[row.column]) || ''
		const value = row.type === 'bad' ? row.text.slice(0, 500).toWellFormed() : ''
		return { row: row.row, column, value, code, severity: 'error', detail: String(row.line) }
	}

	#context(): PlanContext {
		const prefixes = { account: 'acc', site: 'sit', contact: 'con' }
		return {
			newId: (kind) => newId(prefixes[kind]),
			columnOf: (field: ImportField) => this.#columns[this.#record.mapping.indexOf(field)] ?? '',
		}
	}

	#source(): Source {
		const { id: importId, createdBy: memberId, invitationRunId } = this.#record
		return { importId, invitationRunId, memberId, language: this.#home.language }
	}

	async finish(): Promise<void> {
		const { id, status } = this.#record
		await write(this.#scope, async (writer) => {
			const { db, emit, scope } = writer
			const to = status === 'running' ? 'done' : 'checked'
			const ended = await db
				.update(imports)
				.set({ status: to, updatedAt: now(), finishedAt: now() })
				.where(and(eq(imports.workspaceId, scope.workspaceId), eq(imports.id, id), eq(imports.status, status)))
				.returning({ id: imports.id })
			if (ended.length === 0) return
			if (to === 'done' && this.#record.invitationRunId) await startRun(writer, this.#record.invitationRunId)
			await emit({ type: `import.${to}`, subject: { type: 'import', id }, data: { ...this.#counts } })
		})
	}
}
