import { now } from '#platform/clock/clock.ts'
import type { Writer } from '#platform/db/db.ts'
import { announce } from '#platform/events/insert.ts'
import type { FileRow } from '../parsing/rules.ts'
import type { RowPlan } from '../plans/rules.ts'
import type { Counts } from '../rules.ts'
import type { Import } from '../tables.ts'

export interface Outcome {
	row: FileRow
	/** What the row is about, for people. */
	label: string
	plan: RowPlan
}

/** Writes what became of rows and how far the import is, and tells pages that show it. */
export async function keepOutcomes(writer: Writer, record: Import, outcomes: Outcome[], counts: Counts): Promise<void> {
	const { client, scope } = writer
	const rows = outcomes.map((outcome) => asRow(outcome, record.status === 'running'))
	await client.query(insertRows, [scope.workspaceId, record.id, JSON.stringify(rows)])
	const done = outcomes.at(-1)?.row.row ?? record.done
	await client.query('update imports set done = $3, counts = $4, updated_at = $5 where workspace_id = $1 and id = $2', [
		scope.workspaceId,
		record.id,
		done,
		JSON.stringify(counts),
		now(),
	])
	await announce(client, { w: scope.workspaceId, t: 'import.progress', s: record.id })
}

/** A dry run's new accounts do not exist, so that its report names none. */
function asRow({ row, label, plan }: Outcome, forGood: boolean): object {
	const flawed = plan.problems.length > 0
	return {
		row: row.row,
		status: plan.status,
		label: label.toWellFormed(),
		accountId: forGood || plan.newAccounts.length === 0 ? plan.accountId : null,
		ofRow: plan.ofRow,
		problems: plan.problems,
		flawed,
		cells: flawed ? cellsOf(row) : null,
	}
}

function cellsOf(row: FileRow): string[] {
	return row.type === 'row' ? row.cells.map((cell) => cell.toWellFormed()) : [row.text]
}

const insertRows = `
	insert into import_rows (workspace_id, import_id, row, status, label, account_id, of_row, problems, flawed, cells)
	select $1, $2, r.row, r.status, r.label, r."accountId", r."ofRow", r.problems, r.flawed, r.cells
	from jsonb_to_recordset($3::jsonb) as r(row integer, status text, label text, "accountId" text, "ofRow" integer,
		problems jsonb, flawed boolean, cells jsonb)
	on conflict (workspace_id, import_id, row) do update set status = excluded.status, label = excluded.label,
		account_id = excluded.account_id, of_row = excluded.of_row, problems = excluded.problems, flawed = excluded.flawed, cells = excluded.cells`
