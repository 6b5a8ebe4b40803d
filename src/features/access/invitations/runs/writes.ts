import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { now } from '#platform/clock/clock.ts'
import { thePool, type Writer, write } from '#platform/db/db.ts'
import { announce } from '#platform/events/insert.ts'
import { newId } from '#platform/id/id.ts'
import { actorOf, type CompanyScope, type Scope, type SystemScope } from '#platform/scope/scope.ts'
import { invitees } from '../reads.ts'
import { type Channel, type InvitationRefusal, invitationRefusal } from '../rules.ts'
import { invitationRunContacts as items, invitationRuns as runs } from '../tables.ts'
import { invite } from '../writes.ts'

export const inviteRunJob = 'access.inviteRun'

export interface InvitedMany {
	/** Null where there was nobody to invite. */
	runId: string | null
	sent: number
	skipped: { contactId: string; reason: InvitationRefusal }[]
}

/** Up to so many are invited before the answer. */
const atOnce = 50
/** Contacts of one transaction: long enough to be quick, short enough to lose little when it is cut off. */
const portion = 25

/**
 * Invites many, or everybody not archived: those already in and those who cannot be reached are skipped with the reason.
 * Whom it is about is settled here; a job works it off. A few are invited before the answer, and the job, which stands
 * by all the same, then finds nothing left to do.
 */
export async function inviteContacts(
	scope: CompanyScope,
	contactIds: string[] | 'all',
	options: { channels?: readonly Channel[] } = {},
): Promise<InvitedMany> {
	const wanted = contactIds === 'all' ? contactIds : [...new Set(contactIds)]
	const settled = await write(scope, async (writer) => {
		const channels = options.channels ?? (await currentWorkspace(writer)).settings.invitations.channels
		const found = await invitees(writer, wanted)
		const known = new Set(found.map(({ id }) => id))
		const unknown = wanted === 'all' ? [] : wanted.filter((id) => !known.has(id))
		const outcomes = found.map((contact) => ({ id: contact.id, reason: invitationRefusal(contact, channels) }))
		const skipped = [
			...unknown.map((contactId) => ({ contactId, reason: 'notFound' as const })),
			...outcomes.flatMap(({ id, reason }) => (reason ? [{ contactId: id, reason }] : [])),
		]
		const waiting = outcomes.length - (skipped.length - unknown.length)
		if (outcomes.length === 0) return { runId: null, sent: 0, skipped }
		const runId = await openRun(writer, channels)
		await addToRun(writer, runId, outcomes)
		await startRun(writer, runId)
		return { runId, sent: waiting, skipped }
	})
	if (settled.runId && settled.sent <= atOnce) await workOffRun(scope, settled.runId)
	return settled
}

/** A run that has yet to be filled and started. */
export async function openRun(writer: Writer<CompanyScope>, channels: readonly Channel[]): Promise<string> {
	const { scope, db } = writer
	const id = newId('inv')
	const { type, id: actorId } = actorOf(scope)
	const run = { channels: [...channels], actorType: type, actorId, createdAt: now() }
	await db.insert(runs).values({ workspaceId: scope.workspaceId, id, ...run })
	return id
}

/** Adds contacts, those who are skipped with the reason. */
export async function addToRun(
	{ client, scope }: Writer,
	runId: string,
	contacts: { id: string; reason: InvitationRefusal | null }[],
): Promise<void> {
	await client.query(
		`insert into invitation_run_contacts (workspace_id, run_id, contact_id, outcome)
		select $1, $2, contact_id, outcome from unnest($3::text[], $4::text[]) as added(contact_id, outcome)
		on conflict do nothing`,
		[scope.workspaceId, runId, contacts.map(({ id }) => id), contacts.map(({ reason }) => reason)],
	)
}

/** From here on it is worked off. */
export async function startRun(writer: Writer, runId: string): Promise<void> {
	await writer.db.update(runs).set({ startedAt: now() }).where(its(writer.scope, runId))
	await writer.enqueue(inviteRunJob, { runId })
}

const its = ({ workspaceId }: Scope, runId: string) => and(eq(runs.workspaceId, workspaceId), eq(runs.id, runId))

/** Invites those of a run who wait, portion by portion. Several at it at once share the work; whoever is cut off loses none. */
export async function workOffRun(
	scope: CompanyScope | SystemScope,
	runId: string,
	stop: { readonly aborted: boolean } = { aborted: false },
): Promise<void> {
	while (await inviteSome(scope, runId)) {
		await announce(thePool(), { w: scope.workspaceId, t: 'invitations.progress', s: runId })
		if (stop.aborted) throw new Error('stopped before the end; the rest follows')
	}
}

/** False once nobody waits any more. */
async function inviteSome(scope: CompanyScope, runId: string): Promise<boolean> {
	return write(scope, async (writer) => {
		const [run] = await writer.db.select().from(runs).where(its(scope, runId))
		if (!run || run.finishedAt) return false
		const ours = and(eq(items.workspaceId, scope.workspaceId), eq(items.runId, runId))
		const some = await writer.db
			.select({ id: items.contactId })
			.from(items)
			.where(and(ours, isNull(items.outcome)))
			.orderBy(items.contactId)
			.limit(portion)
			.for('update', { skipLocked: true })
		if (some.length === 0) return finish(writer, runId)
		const by = { type: run.actorType, id: run.actorId } as ReturnType<typeof actorOf>
		const workspace = await currentWorkspace(writer)
		const outcomes = new Map<string, string[]>()
		for (const { id } of some) {
			const result = await invite(writer, id, { channels: run.channels, by, workspace })
			const outcome = result.ok ? 'sent' : result.reason
			outcomes.set(outcome, [...(outcomes.get(outcome) ?? []), id])
		}
		for (const [outcome, ids] of outcomes) {
			await writer.db
				.update(items)
				.set({ outcome: outcome as 'sent' })
				.where(and(ours, inArray(items.contactId, ids)))
		}
		return true
	})
}

/** The end of a run, told once. What others still hold is theirs to finish. */
async function finish(writer: Writer, runId: string): Promise<false> {
	const held = sql`exists (select 1 from ${items} where ${items.workspaceId} = ${runs.workspaceId}
		and ${items.runId} = ${runs.id} and ${items.outcome} is null)`
	const [run] = await writer.db
		.update(runs)
		.set({ finishedAt: now() })
		.where(and(its(writer.scope, runId), isNull(runs.finishedAt), sql`not ${held}`))
		.returning()
	if (!run) return false
	await writer.emit({
		type: 'invitations.finished',
		subject: { type: 'invitations', id: runId },
		actor: { type: run.actorType, id: run.actorId } as ReturnType<typeof actorOf>,
	})
	return false
}
