import type { Draft } from './drafts/rules.ts'
import type { Directory } from './matching/rules.ts'
import { RowPlanner } from './planning/rules.ts'
import type { PlanContext, RowPlan, Seen } from './plans/rules.ts'
import type { RowStatus } from './words/rules.ts'

export interface Counts {
	rows: number
	created: number
	updated: number
	unchanged: number
	duplicates: number
	rejected: number
	/** Rows of any status about which there is something to tell. */
	flawed: number
}

export function noRowsSeen(): Seen {
	return { rows: new Map(), accounts: new Map() }
}

/** Plans rows in order; each sees what the earlier ones will have done. `directory` and `seen` are kept up to date. */
export function planBatch(drafts: Draft[], directory: Directory, seen: Seen, context: PlanContext): RowPlan[] {
	return drafts.map((draft) => {
		const plan = new RowPlanner(draft, directory, seen, context).plan()
		if (plan.status !== 'rejected' && !seen.rows.has(draft.fingerprint)) seen.rows.set(draft.fingerprint, draft.row)
		if (plan.accountId && !seen.accounts.has(plan.accountId)) seen.accounts.set(plan.accountId, draft.row)
		return plan
	})
}

export function noCounts(): Counts {
	return { rows: 0, created: 0, updated: 0, unchanged: 0, duplicates: 0, rejected: 0, flawed: 0 }
}

export function count(counts: Counts, plans: { status: RowStatus; problems: unknown[] }[]): Counts {
	const next = { ...counts, rows: counts.rows + plans.length }
	for (const { status, problems } of plans) {
		next[status === 'duplicate' ? 'duplicates' : status]++
		if (problems.length > 0) next.flawed++
	}
	return next
}

const quietMs = 120_000

/** At work, but without progress for so long that nobody may be at it. */
export function isStuck(record: { status: string; updatedAt: Date }, now: Date): boolean {
	const working = record.status === 'running' || record.status === 'checking'
	return working && now.getTime() - record.updatedAt.getTime() > quietMs
}
