import { and, asc, desc, eq, gt, isNull, or, type SQL, sql } from 'drizzle-orm'
import { members } from '#features/access/tables.ts'
import { contacts } from '#features/people/tables.ts'
import { now } from '#platform/clock/clock.ts'
import { type Reader, read } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import type { InvitationRefusal } from '../rules.ts'
import { invitationRunContacts as items, invitationRuns as runs } from '../tables.ts'

export interface RunView {
	id: string
	createdAt: Date
	finishedAt: Date | null
	/** Name of the member who asked for it, the e-mail where it has none; empty for a program. */
	by: string
	total: number
	waiting: number
	sent: number
	/** How many were skipped, by reason. */
	skipped: Partial<Record<InvitationRefusal, number>>
}

/** One run and how far it has come; null for an unknown one. */
export async function findRun(reader: Reader<CompanyScope>, id: string): Promise<RunView | null> {
	return (await views(reader, eq(runs.id, id)))[0] ?? null
}

/** Runs under way, and those that ended within the last minutes; newest first. */
export async function recentRuns(reader: Reader<CompanyScope>, minutes = 10): Promise<RunView[]> {
	const since = new Date(now().getTime() - minutes * 60_000)
	return views(reader, or(isNull(runs.finishedAt), gt(runs.finishedAt, since)), 3)
}

async function views({ db, scope }: Reader<CompanyScope>, which: SQL | undefined, limit = 1): Promise<RunView[]> {
	const rows = await db
		.select({
			id: runs.id,
			createdAt: runs.createdAt,
			finishedAt: runs.finishedAt,
			by: sql<string>`coalesce(nullif(${members.name}, ''), ${members.email}, '')`,
			counts: sql<Record<string, number>>`(select coalesce(jsonb_object_agg(outcome, n), '{}') from (
				select coalesce(i.outcome, 'waiting') as outcome, count(*)::int as n from invitation_run_contacts i
				where i.workspace_id = ${runs.workspaceId} and i.run_id = ${runs.id} group by 1) counted)`,
		})
		.from(runs)
		.leftJoin(members, and(eq(members.workspaceId, runs.workspaceId), eq(members.id, runs.actorId)))
		.where(and(eq(runs.workspaceId, scope.workspaceId), which))
		.orderBy(desc(runs.id))
		.limit(limit)
	return rows.map(({ counts: { waiting = 0, sent = 0, ...skipped }, ...run }) => {
		const total = [waiting, sent, ...Object.values(skipped)].reduce((sum, one) => sum + one, 0)
		return { ...run, total, waiting, sent, skipped }
	})
}

export interface Skipped {
	contactId: string
	firstName: string
	lastName: string
	email: string | null
	phone: string | null
	reason: InvitationRefusal
}

/** Those whom a run skipped, in the order of their ids, after one of them. */
export async function skippedOf(
	{ db, scope }: Reader<CompanyScope>,
	runId: string,
	page: { after?: string | null; limit: number },
): Promise<Skipped[]> {
	const rows = await db
		.select({
			contactId: items.contactId,
			firstName: contacts.firstName,
			lastName: contacts.lastName,
			email: contacts.email,
			phone: contacts.phone,
			reason: items.outcome,
		})
		.from(items)
		.innerJoin(contacts, and(eq(contacts.workspaceId, items.workspaceId), eq(contacts.id, items.contactId)))
		.where(
			and(
				eq(items.workspaceId, scope.workspaceId),
				eq(items.runId, runId),
				sql`${items.outcome} <> 'sent'`,
				page.after ? gt(items.contactId, page.after) : undefined,
			),
		)
		.orderBy(asc(items.contactId))
		.limit(page.limit)
	return rows as Skipped[]
}

/** All of them, in portions. */
export async function* everySkipped(scope: CompanyScope, runId: string): AsyncGenerator<Skipped> {
	for (let after: string | null = null; ; ) {
		const rows: Skipped[] = await read(scope, (reader) => skippedOf(reader, runId, { after, limit: 500 }))
		yield* rows
		if (rows.length < 500) return
		after = rows.at(-1)?.contactId ?? null
	}
}
