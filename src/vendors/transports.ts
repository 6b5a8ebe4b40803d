import type { Mailer } from './smtp/mailer.ts'
import type { SmsSender } from './twilio/client.ts'

/** The ways out of this installation. One that is not configured is null: its messages stay on the outbox page. */
export interface Transports {
	mailer: Mailer | null
	texter: SmsSender | null
}

let current: Transports = { mailer: null, texter: null }

export function useTransports(transports: Transports): void {
	current = transports
}

export function theTransports(): Transports {
	return current
}
