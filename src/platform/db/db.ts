import type pg from 'pg'
import { type EventInput, insertEvents } from '../events/insert.ts'
import { type JobOptions, sendJob } from '../jobs/send.ts'
import { systemScope } from '../scope/make.ts'
import { type Actor, actorOf, type Scope, type SystemScope } from '../scope/scope.ts'
import { type Db, drizzleOn, forgetNames } from './prepared.ts'

export type { Db }

/** One open transaction that sees one workspace, and in whose name it was opened. */
export interface Reader<S extends Scope = Scope> {
	readonly scope: S
	readonly db: Db
	readonly client: pg.PoolClient
}

/** A reader that may also change: rows, their events and the jobs that follow are one transaction. */
export interface Writer<S extends Scope = Scope> extends Reader<S> {
	/** Who caused it: what is written down beside a change. */
	readonly actor: Actor
	/** Appends to `events`, and tells live listeners once the transaction has committed. */
	emit(...events: EventInput[]): Promise<string[]>
	/** Queues a job that runs after the commit, in this workspace. */
	enqueue(name: string, data: Record<string, unknown>, options?: JobOptions): Promise<void>
}

let pool: pg.Pool | null = null

/** Sets the pool that `read` and `write` use; called once at start. */
export function usePool(value: pg.Pool): void {
	pool = value
	forgetNames()
}

export function thePool(): pg.Pool {
	if (!pool) throw new Error('usePool() was not called')
	return pool
}

/** One who reads in a shared snapshot, and how to tell it what came of it. */
interface Asking {
	work(client: pg.PoolClient): Promise<void>
	done(): void
	fail(error: unknown): void
}

const asking = new WeakMap<Scope, Asking[]>()

/**
 * Runs reads in one snapshot of one workspace. Row-level security returns nothing of any other. What one scope asks in
 * the same turn of the event loop, as the loads of a page and its frame do, shares a snapshot.
 */
export function read<T, S extends Scope>(scope: S, work: (reader: Reader<S>) => Promise<T>): Promise<T> {
	return new Promise((done, fail) => {
		const found: { value?: T } = {}
		const one: Asking = {
			async work(client) {
				found.value = await work({ scope, client, db: drizzleOn(client) })
			},
			done: () => done(found.value as T),
			fail,
		}
		const others = asking.get(scope)
		if (others) return void others.push(one)
		const all = [one]
		asking.set(scope, all)
		process.nextTick(() => {
			asking.delete(scope)
			void readTogether(scope.workspaceId, all)
		})
	})
}

async function readTogether(workspaceId: string, all: Asking[]): Promise<void> {
	try {
		const begin = 'begin isolation level repeatable read read only'
		const outcomes = await transact(begin, workspaceId, (client) =>
			Promise.allSettled(all.map((one) => one.work(client))),
		)
		for (const [i, outcome] of outcomes.entries()) {
			if (outcome.status === 'fulfilled') all[i]?.done()
			else all[i]?.fail(outcome.reason)
		}
	} catch (error) {
		for (const one of all) one.fail(error)
	}
}

/** Runs one operation: what it changed, its events and its jobs are all there afterwards, or nothing is. */
export async function write<T, S extends Scope>(scope: S, work: (writer: Writer<S>) => Promise<T>): Promise<T> {
	// The front door refuses before it comes to this; here is where a way around it would end.
	if (scope.kind === 'client' && scope.preview) throw new Error('a preview changes nothing')
	return transact('begin', scope.workspaceId, (client) =>
		work({
			scope,
			client,
			db: drizzleOn(client),
			actor: actorOf(scope),
			emit: (...events) => insertEvents(client, scope, events),
			enqueue: (name, data, options) => sendJob(client, name, { ...data, workspaceId: scope.workspaceId }, options),
		}),
	)
}

/**
 * The same transaction for what the product itself does in it, because of what somebody did who may not see all that it
 * takes: it stays the deed of the one who caused it. For the product's own rules, never to show anything.
 */
export function asProduct(writer: Writer): Writer<SystemScope> {
	return { ...writer, scope: systemScope({ workspaceId: writer.scope.workspaceId }) }
}

/**
 * Reads the directory of workspaces, the one thing that is looked up before a workspace is known
 * (host → workspace, the jobs' sweep). Row-level security opens only `workspaces` to it.
 */
export function readDirectory<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
	return transact('begin', '*', work)
}

const idPattern = /^(wsp_[0-9a-z]+|\*)$/

/**
 * One query in a snapshot of its own, in one round trip: it travels together with what opens and closes the
 * transaction. For what every request asks.
 */
export async function readOnce<R extends pg.QueryResultRow>(
	scope: Scope,
	query: pg.QueryConfig & { name: string },
): Promise<R[]> {
	const client = await thePool().connect()
	let broken: Error | undefined
	try {
		const answers = together(client, () => [
			client.query(opening('begin read only', scope.workspaceId)),
			client.query<R>(query),
			client.query('commit'),
		])
		const [, { rows }] = (await Promise.all(answers)) as [pg.QueryResult, pg.QueryResult<R>, pg.QueryResult]
		return rows
	} catch (error) {
		broken = await rollBack(client)
		throw error
	} finally {
		client.release(broken)
	}
}

/** `begin` and the first queries travel together: the pool pipelines, so a page costs about one round trip. */
async function transact<T>(
	begin: string,
	workspaceId: string,
	work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
	const open = opening(begin, workspaceId)
	const client = await thePool().connect()
	let broken: Error | undefined
	try {
		const [opened, working] = together(client, () => {
			const opened = client.query(open)
			opened.catch(() => {})
			return [opened, work(client)] as const
		})
		const result = await working
		await opened
		await client.query('commit')
		return result
	} catch (error) {
		broken = await rollBack(client)
		throw error
	} finally {
		client.release(broken)
	}
}

function opening(begin: string, workspaceId: string): string {
	if (!idPattern.test(workspaceId)) throw new Error('not a workspace id')
	return `${begin}; set local app.workspace_id = '${workspaceId}'`
}

/** What is asked before the next turn of the event loop goes out in one packet. */
function together<T>(client: pg.PoolClient, ask: () => T): T {
	const { stream } = client.connection
	stream.cork()
	process.nextTick(() => stream.uncork())
	return ask()
}

/** The error of a connection that cannot even roll back, and so is of no more use. */
function rollBack(client: pg.PoolClient): Promise<Error | undefined> {
	return client.query('rollback').then(
		() => undefined,
		(error: Error) => error,
	)
}

/** The SQLSTATE of a database error, through Drizzle's wrapping; null for anything else. */
export function sqlState(error: unknown): { code: string; constraint: string | undefined } | null {
	for (let e = error; e instanceof Error; e = e.cause) {
		if ('code' in e && typeof e.code === 'string' && /^[0-9A-Z]{5}$/.test(e.code)) {
			return { code: e.code, constraint: 'constraint' in e ? String(e.constraint) : undefined }
		}
	}
	return null
}
