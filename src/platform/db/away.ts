import pg from 'pg'
import { log } from '../log/log.ts'

/** Lost, refused, ending, starting, or full: what is gone again in a moment, and nobody's mistake. */
const passing = /^(08\w{3}|57P0[1-3]|57P05|53300)$/
/** What the driver says without a code: its connection went, none came in time, or nothing was answered. */
const words =
	/^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client (has encountered a connection error|was closed))/
/** A property, not a list of errors: the job queue reports copies. */
const lost = Symbol('lost')

interface Failure {
	[lost]?: true
	code?: unknown
	message?: unknown
	cause?: Failure
}

/** A connection whose network errors are told from those of any other service (`isAway`). */
export class DatabaseClient extends pg.Client {
	constructor(config?: pg.ClientConfig) {
		super(config)
		this.connection.on('error', (error: Error) => void Object.assign(error, { [lost]: true }))
	}
}

/** The one rule: did this fail because the database is away for a while? */
export function isAway(error: unknown): boolean {
	for (let e = error as Failure | null | undefined; typeof e === 'object' && e; e = e.cause) {
		if (e[lost] || passing.test(String(e.code)) || words.test(String(e.message))) return true
	}
	return false
}

const sayEveryMs = 30_000
let saidAt = Number.NEGATIVE_INFINITY
let absence: { since: number; failed: number; said: boolean } | null = null

/** As `isAway`, and says so in the log: once, and again at times as long as it lasts, however much fails. */
export function noteAway(error: unknown): boolean {
	if (!isAway(error)) return false
	const at = performance.now()
	absence ??= { since: at, failed: 0, said: false }
	absence.failed++
	if (at - saidAt >= sayEveryMs) {
		saidAt = at
		absence.said = true
		log.warn({ failed: absence.failed, ...lasting(absence, at), err: reason(error) }, 'the database is away')
	}
	return true
}

/** A connection stands. */
export function noteBack(): void {
	if (absence?.said) {
		log.warn({ failed: absence.failed, ...lasting(absence, performance.now()) }, 'the database is back')
	}
	absence = null
}

function lasting({ since }: { since: number }, at: number): { seconds: number } {
	return { seconds: Math.round((at - since) / 100) / 10 }
}

/** Of what is wrapped, the innermost: Drizzle's own words are the query. */
function reason(error: unknown): string {
	let e = error as Failure
	while (e.cause) e = e.cause
	return String(e.message || e.code)
}
