import { now } from '#platform/clock/clock.ts'

/** How long what was begun can be gone on with. */
export const daysKept = 2
/** For how many days after that parts are looked for which no upload names: their process died, or storage was away. */
export const daysSwept = 14

/** The day is part of the key, so that parts which no upload names are found by their age. */
export function partsPrefix(workspaceId: string, at = now()): string {
	return `${workspaceId}/uploads/${at.toISOString().slice(0, 10)}`
}
