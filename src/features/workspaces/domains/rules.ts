import type { Found } from '#vendors/dns/dns.ts'
import type { DomainStatus } from './schema.ts'

/** `taken`: the records are right, but another portal of this installation still has the host. */
export type FindingState = 'ok' | 'missing' | 'wrong' | 'unreachable' | 'taken'
export interface Finding {
	state: FindingState
	/** What stands there instead. */
	found: string[]
}
export interface Findings {
	ownership: Finding
	target: Finding
	/** Whether certificates may be had; no obstacle, since a proxy can bring its own. */
	issuers: Finding
	/** Where this installation is: for a host that can have no alias. */
	addresses: string[]
}

export interface Looked {
	txt: Found
	cname: Found
	addresses: Found
	issuers: Found
	/** Addresses of the installation itself. */
	ours: Found
}

export const ownershipName = (host: string) => `_portal.${host}`
export const ownershipValue = (token: string) => `portal-verification=${token}`

/** Names under which the authorities that Caddy asks issue certificates. */
const authorities = ['letsencrypt.org', 'sectigo.com', 'zerossl.com']

/** Judges what the DNS said of a host. `targets`: names that an alias may lead to. */
export function judge(looked: Looked, token: string, targets: string[]): Findings {
	return {
		ownership: ownership(looked.txt, ownershipValue(token)),
		target: target(looked, targets),
		issuers: issuers(looked.issuers),
		addresses: looked.ours.ok ? looked.ours.values : [],
	}
}

function ownership(txt: Found, wanted: string): Finding {
	if (!txt.ok) return { state: 'unreachable', found: [txt.code] }
	if (txt.values.some((value) => value.trim() === wanted)) return { state: 'ok', found: [] }
	return { state: txt.values.length > 0 ? 'wrong' : 'missing', found: txt.values.slice(0, 5) }
}

function target({ cname, addresses, ours }: Looked, targets: string[]): Finding {
	if (cname.ok && cname.values.some((name) => targets.includes(name))) return { state: 'ok', found: [] }
	if (!addresses.ok || !cname.ok) {
		return { state: 'unreachable', found: [addresses.ok ? (cname.ok ? '' : cname.code) : addresses.code] }
	}
	const known = ours.ok ? ours.values : []
	const foreign = addresses.values.filter((address) => !known.includes(address))
	if (addresses.values.length > 0 && foreign.length === 0) return { state: 'ok', found: [] }
	// What could not be compared is not wrong.
	if (!ours.ok && addresses.values.length > 0) return { state: 'unreachable', found: [ours.code] }
	const found = cname.values.length > 0 ? cname.values : foreign
	return { state: found.length > 0 ? 'wrong' : 'missing', found: found.slice(0, 5) }
}

function issuers(found: Found): Finding {
	if (!found.ok || found.values.length === 0) return { state: 'ok', found: [] }
	const named = found.values.map((value) => (value.split(';')[0] ?? '').trim().toLowerCase())
	return named.some((name) => authorities.includes(name))
		? { state: 'ok', found: [] }
		: { state: 'wrong', found: named.filter(Boolean) }
}

/** Hours that a host keeps working while its records are away: they may be on the move. */
const graceHours = 72

/** Where a domain stands after a look; a look that got no answer changes nothing. */
export function verdictOn(
	{ ownership, target }: Findings,
	before: { status: DomainStatus; failingSince: Date | null },
	at: Date,
): { status: DomainStatus; failingSince: Date | null } {
	const states = [ownership.state, target.state]
	if (states.every((state) => state === 'ok')) return { status: 'verified', failingSince: null }
	if (states.every((state) => state === 'ok' || state === 'unreachable')) return before
	if (before.status !== 'verified') return { status: 'failed', failingSince: null }
	const failingSince = before.failingSince ?? at
	const over = at.getTime() - failingSince.getTime() >= graceHours * 3_600_000
	return over ? { status: 'failed', failingSince: null } : { status: 'verified', failingSince }
}

export interface DnsRecord {
	use: 'ownership' | 'target'
	type: 'TXT' | 'CNAME'
	name: string
	value: string
	state: FindingState | null
}

/** The records that somebody has to set, and how each was found at the last look. */
export function recordsOf(
	{ host, token, findings }: { host: string; token: string; findings: Findings | null },
	target: string,
): DnsRecord[] {
	return [
		{ use: 'target', type: 'CNAME', name: host, value: target, state: findings?.target.state ?? null },
		{
			use: 'ownership',
			type: 'TXT',
			name: ownershipName(host),
			value: ownershipValue(token),
			state: findings?.ownership.state ?? null,
		},
	]
}
