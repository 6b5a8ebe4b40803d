import type pg from 'pg'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'

export interface Limit {
	name: string
	points: number
	/** Seconds in which `points` may be spent. */
	duration: number
}
export type LimitResult = { ok: true; remaining: number; resetSeconds: number } | { ok: false; retryAfter: number }

let pool: pg.Pool | null = null
const limiters = new Map<string, RateLimiterPostgres>()

export function useLimits(value: pg.Pool): void {
	pool = value
	limiters.clear()
}

/** Spends one point of `key` under a limit that all processes share, in the database. */
export async function spend(limit: Limit, key: string): Promise<LimitResult> {
	const limiter = limiters.get(limit.name) ?? open(limit)
	try {
		const res = await limiter.consume(key, 1)
		return { ok: true, remaining: res.remainingPoints, resetSeconds: Math.ceil(res.msBeforeNext / 1000) }
	} catch (error) {
		if (!(error instanceof RateLimiterRes)) throw error
		return { ok: false, retryAfter: Math.max(1, Math.ceil(error.msBeforeNext / 1000)) }
	}
}

/** Gives the points of `key` back, after a success that clears the count. */
export async function clear(limit: Limit, key: string): Promise<void> {
	await (limiters.get(limit.name) ?? open(limit)).delete(key)
}

function open(limit: Limit): RateLimiterPostgres {
	const limiter = new RateLimiterPostgres({
		storeClient: pool,
		storeType: 'pool',
		schemaName: 'infra',
		tableName: 'rate_limits',
		tableCreated: true,
		clearExpiredByTimeout: false,
		keyPrefix: limit.name,
		points: limit.points,
		duration: limit.duration,
	})
	limiters.set(limit.name, limiter)
	return limiter
}
