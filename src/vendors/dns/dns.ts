import { Resolver } from 'node:dns/promises'

/** What the DNS says: nothing at all is an answer too; `code` tells why there was none (`timeout`, `servfail`, …). */
export type Found<T = string> = { ok: true; values: T[] } | { ok: false; code: string }

export interface Dns {
	/** Each text whole, however it was cut into strings. */
	txt(name: string): Promise<Found>
	cname(name: string): Promise<Found>
	/** IPv4 and IPv6, where aliases lead in the end. */
	addresses(name: string): Promise<Found>
	/** Who may issue certificates for a name (RFC 8659): the records of the nearest name that has any. */
	issuers(name: string): Promise<Found>
}

/** Without `servers` the machine's own are asked. */
export function createDns({ servers, timeoutMs = 3000 }: { servers?: string[]; timeoutMs?: number } = {}): Dns {
	const resolver = new Resolver({ timeout: timeoutMs, tries: 2 })
	if (servers) resolver.setServers(servers)

	return {
		txt: (name) => ask(async () => (await resolver.resolveTxt(name)).map((strings) => strings.join(''))),
		cname: (name) => ask(async () => (await resolver.resolveCname(name)).map(plainName)),
		addresses: async (name) => {
			const [four, six] = await Promise.all([ask(() => resolver.resolve4(name)), ask(() => resolver.resolve6(name))])
			if (!four.ok) return four
			return six.ok ? { ok: true, values: [...four.values, ...six.values] } : six
		},
		issuers: async (name) => {
			for (let at = name; at.includes('.'); at = at.slice(at.indexOf('.') + 1)) {
				const found = await ask(() => resolver.resolveCaa(at))
				if (!found.ok) return found
				if (found.values.length > 0)
					return { ok: true, values: found.values.flatMap(({ issue }) => (issue === undefined ? [] : [issue])) }
			}
			return { ok: true, values: [] }
		},
	}
}

const plainName = (name: string) => name.toLowerCase().replace(/\.$/, '')

async function ask<T>(question: () => Promise<T[]>): Promise<Found<T>> {
	try {
		return { ok: true, values: await question() }
	} catch (error) {
		const { code = 'unknown' } = error as { code?: string }
		if (code === 'ENOTFOUND' || code === 'ENODATA') return { ok: true, values: [] }
		return { ok: false, code: code.replace(/^E/, '').toLowerCase() }
	}
}

let current: Dns = createDns()

export function useDns(dns: Dns): void {
	current = dns
}

export function theDns(): Dns {
	return current
}
