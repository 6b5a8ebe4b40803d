import type pg from 'pg'
import { now } from '../clock/clock.ts'
import { newId } from '../id/id.ts'
import { type Actor, actorOf, type Scope } from '../scope/scope.ts'

/**
 * Every type of event, by feature: each adds its own in its `events.ts` by declaration merging. What is not
 * declared cannot be emitted, and what is declared has a sentence in the audit log.
 */
// biome-ignore lint/suspicious/noEmptyInterface: it is filled from elsewhere
export interface EventTypes {}
export type EventType = EventTypes[keyof EventTypes]

/** A thing that happened. Account and contact say whose feed it belongs to and who may hear of it live. */
export interface EventInput {
	type: EventType
	subject: { type: string; id: string }
	accountId?: string | null
	contactId?: string | null
	/** Of a thing at one site: whoever is linked to the site alone hears of it too. */
	siteId?: string | null
	data?: Record<string, unknown>
	/** Who did it, where that is not the scope's own actor (a provider's callback about a contact, say). */
	actor?: Actor
	/** False for events in such number that nobody watches them one by one (an import's rows). */
	live?: boolean
	/** What live listeners need beside the subject to know whether it concerns them: ids, no content. */
	hint?: Record<string, unknown>
}

/** What every process hears of an event: enough to know who should read again, nothing that is secret. */
export interface LiveHint {
	w: string
	t: string
	s: string
	a?: string | undefined
	c?: string | undefined
	si?: string | undefined
	/** Who caused it, so that a page need not re-read what it just wrote. */
	by?: string | undefined
	d?: Record<string, unknown> | undefined
}

export const liveChannel = 'live'

/** Appends events and announces them; listeners hear of them when the transaction commits, not before. */
export async function insertEvents(client: pg.PoolClient, scope: Scope, events: EventInput[]): Promise<string[]> {
	if (events.length === 0) return []
	const at = now()
	const rows = events.map((event) => {
		const actor = event.actor ?? actorOf(scope)
		return {
			id: newId('evt', at.getTime()),
			type: event.type,
			actor_type: actor.type,
			actor_id: actor.id,
			subject_type: event.subject.type,
			subject_id: event.subject.id,
			account_id: event.accountId ?? null,
			contact_id: event.contactId ?? null,
			data: event.data ?? {},
		}
	})
	const hints = events.flatMap((event, i) => (event.live === false ? [] : [hintOf(scope, event, rows[i]!.actor_id)]))
	await client.query(
		`with rows as (
			insert into events (workspace_id, id, at, type, actor_type, actor_id, subject_type, subject_id, account_id, contact_id, data)
			select $1, r.id, $2, r.type, r.actor_type, r.actor_id, r.subject_type, r.subject_id, r.account_id, r.contact_id, r.data
			from jsonb_to_recordset($3::jsonb) as r(id text, type text, actor_type text, actor_id text, subject_type text,
				subject_id text, account_id text, contact_id text, data jsonb)
		)
		select pg_notify('${liveChannel}', h) from unnest($4::text[]) as h`,
		[scope.workspaceId, at, JSON.stringify(rows), hints],
	)
	return rows.map((row) => row.id)
}

function hintOf(scope: Scope, event: EventInput, by: string | null): string {
	const hint: LiveHint = {
		w: scope.workspaceId,
		t: event.type,
		s: event.subject.id,
		a: event.accountId ?? undefined,
		c: event.contactId ?? undefined,
		si: event.siteId ?? undefined,
		by: by ?? undefined,
		d: event.hint,
	}
	return JSON.stringify(hint)
}

/** Announces something that leaves no trace, such as that somebody is typing. */
export async function announce(client: pg.Pool | pg.PoolClient, hint: LiveHint): Promise<void> {
	await client.query(`select pg_notify('${liveChannel}', $1)`, [JSON.stringify(hint)])
}
