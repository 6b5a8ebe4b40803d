import pg from 'pg'
import { PgBoss, type Queue } from 'pg-boss'
import { noteAway } from '../db/away.ts'
import { readDirectory } from '../db/db.ts'
import { log } from '../log/log.ts'
import { systemScope } from '../scope/make.ts'
import type { SystemScope } from '../scope/scope.ts'

/** One kind of job. The handler gets the workspace it was queued in, and may run twice: it must not matter. */
export interface JobKind<D extends Record<string, unknown> = Record<string, unknown>> {
	name: string
	handle(scope: SystemScope, data: D): Promise<void>
	/** Attempts after the first, with exponential back-off (default 5). */
	retries?: number
	/** Seconds after which a running job counts as lost and is run again (default 300). */
	expiresIn?: number
	/**
	 * Seconds without a sign of life after which the process that runs it counts as dead, or as one that could not
	 * tell the database how it went (default 20).
	 */
	heartbeat?: number
	/** How many run side by side in one process (default 1). */
	concurrency?: number
	/** Runs by itself at these times (cron, UTC), once for each workspace. */
	cron?: string
}

export function jobKind<D extends Record<string, unknown>>(kind: JobKind<D>): JobKind {
	return { ...kind, handle: (scope, data) => kind.handle(scope, data as D) }
}

/**
 * Opens the queue on our own connections. `work` processes jobs (roles `all` and `worker`);
 * without it this process only queues. Workers are woken by the database when a job comes in;
 * the slow poll is only the safety net.
 */
export async function openBoss(
	pool: pg.Pool,
	url: string,
	kinds: JobKind[],
	options: { work: boolean },
): Promise<PgBoss> {
	const boss = new PgBoss({
		db: {
			executeSql: (text: string, values?: unknown[]) => pool.query(text, values as unknown[]),
			listen: (channel, onNotification, onReconnect) => listen(url, channel, onNotification, onReconnect),
		},
		supervise: options.work,
		schedule: options.work,
		useListenNotify: options.work,
		// The jobs of a process that died are found, and given to another, within seconds of their heartbeat's end.
		superviseIntervalSeconds: 10,
		monitorIntervalSeconds: 10,
	})
	boss.on('error', (error) => {
		if (!noteAway(error)) log.warn({ err: error.message }, 'the job queue met an error')
	})
	await boss.start()
	for (const kind of kinds) await ensureQueue(boss, kind)
	if (options.work) {
		for (const kind of kinds) for (let i = 0; i < (kind.concurrency ?? 1); i++) await startWorker(boss, kind)
	}
	return boss
}

async function ensureQueue(boss: PgBoss, kind: JobKind): Promise<void> {
	const settings: Omit<Queue, 'name'> = {
		retryLimit: kind.retries ?? 5,
		retryBackoff: true,
		retryDelay: 2,
		expireInSeconds: kind.expiresIn ?? 300,
		deleteAfterSeconds: 24 * 3600,
		notify: true,
		heartbeatSeconds: kind.heartbeat ?? 20,
	}
	if (await boss.getQueue(kind.name)) await boss.updateQueue(kind.name, settings)
	else await boss.createQueue(kind.name, settings)
	if (kind.cron) await boss.schedule(kind.name, kind.cron)
}

async function startWorker(boss: PgBoss, kind: JobKind): Promise<void> {
	const options = { pollingIntervalSeconds: 10, batchSize: 1 }
	let id = ''
	id = await boss.work<Record<string, unknown>>(kind.name, options, async ([job]) => {
		if (!job) return
		const { workspaceId, ...data } = job.data ?? {}
		try {
			const workspaces = workspaceId ? [String(workspaceId)] : await allWorkspaceIds()
			for (const id of workspaces) await kind.handle(systemScope({ workspaceId: id }), data)
		} catch (error) {
			log.warn({ job: kind.name, id: job.id, err: (error as Error).message }, 'a job failed and will be tried again')
			throw error
		} finally {
			// Only a new job wakes a worker: what waits behind this one would wait for the next poll.
			boss.notifyWorker(id)
		}
	})
}

async function allWorkspaceIds(): Promise<string[]> {
	const { rows } = await readDirectory((client) =>
		client.query<{ id: string }>('select workspace_id as id from workspaces'),
	)
	return rows.map((row) => row.id)
}

/** A connection of its own that stays subscribed, and subscribes again whenever it was lost. */
export async function listen(
	url: string,
	channel: string,
	onNotification: (payload: string) => void,
	onReconnect: () => void,
): Promise<{ close(): Promise<void> }> {
	let client: pg.Client | null = null
	let closed = false
	const connect = async (): Promise<void> => {
		const fresh = new pg.Client({
			connectionString: url,
			connectionTimeoutMillis: 10_000,
			// A line that was cut without a word would stay deaf.
			keepAlive: true,
			keepAliveInitialDelayMillis: 10_000,
			application_name: 'portal-listen',
		})
		fresh.on('error', () => {})
		fresh.on('notification', (message) => onNotification(message.payload ?? ''))
		try {
			await fresh.connect()
			await fresh.query(`listen ${pg.escapeIdentifier(channel)}`)
		} catch (error) {
			void fresh.end().catch(() => {})
			throw error
		}
		// Only of one that stood: a failed attempt ends as well, and each would start a round of attempts of its own.
		fresh.once('end', () => void again())
		client = fresh
		onReconnect()
	}
	const again = async (): Promise<void> => {
		for (let wait = 200; !closed; wait = Math.min(wait * 2, 5000)) {
			await new Promise((done) => setTimeout(done, wait))
			if (closed) return
			try {
				return await connect()
			} catch {
				// the server is still away; the next round waits longer
			}
		}
	}
	await connect()
	return {
		async close() {
			closed = true
			await client?.end().catch(() => {})
		},
	}
}
