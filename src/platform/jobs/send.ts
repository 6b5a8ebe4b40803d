import type pg from 'pg'
import type { PgBoss } from 'pg-boss'

export interface JobOptions {
	/** Seconds from now, or a time. */
	startAfter?: number | Date
	/** Of jobs waiting under the same key only one is kept. */
	singletonKey?: string
}

let boss: PgBoss | null = null

/** Sets the queue that `sendJob` writes to; called once at start. */
export function useBoss(value: PgBoss | null): void {
	boss = value
}

/** Queues inside the caller's transaction: the job exists exactly when what it is about exists. */
export async function sendJob(
	client: pg.PoolClient,
	name: string,
	data: Record<string, unknown>,
	options: JobOptions = {},
): Promise<void> {
	if (!boss) throw new Error('useBoss() was not called')
	await boss.send(name, data, {
		...options,
		db: { executeSql: (text, values) => client.query(text, values as unknown[]) },
	})
}
