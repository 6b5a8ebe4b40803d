import { hashToken } from '#platform/crypto/crypto.ts'

/** What a browser's cookie says of it: who it is, and as which addresses (their traces) somebody has come in with it. */
export interface KnownDevice {
	token: string
	proven: readonly string[]
}

const most = 8

/**
 * Under which key tries for an address are counted. A device that has been in with it counts for itself, so that
 * strangers who use an address up do not keep its owner out.
 */
export function countedAs(trace: string, known: KnownDevice | null | undefined): string {
	return known?.proven.includes(trace) ? `${trace}:${hashToken(known.token)}` : trace
}

/** The same device, now proven for these addresses too; the oldest are forgotten. */
export function provenFor(token: string, before: readonly string[], traces: readonly string[]): KnownDevice {
	return { token, proven: [...before.filter((one) => !traces.includes(one)), ...traces].slice(-most) }
}
