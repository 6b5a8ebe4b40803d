import type { IncomingHttpHeaders } from 'node:http'
import { BlockList, isIP } from 'node:net'

/** Says of the address at a number of hops from us (0 is who opened the connection) whether it is a proxy of ours. */
export type TrustProxy = (address: string, hops: number) => boolean

export const trustNobody: TrustProxy = () => false

/** Reads `true`, `false`, a number of proxies, or addresses and networks separated by commas; undefined if malformed. */
export function parseTrustProxy(text: string): TrustProxy | undefined {
	if (/^(true|yes|on)$/i.test(text)) return () => true
	if (/^(false|no|off)$/i.test(text)) return trustNobody
	if (/^\d{1,2}$/.test(text)) return (_address, hops) => hops < Number(text)
	return parseNetworks(text.split(/[\s,]+/).filter(Boolean))
}

/** The address of the client: the first from the right that is not a proxy of ours. */
export function clientAddress(headers: IncomingHttpHeaders, remote: string | undefined, trust: TrustProxy): string {
	const chain = addressChain(headers, remote)
	return chain[trustedHops(chain, trust)] ?? chain[chain.length - 1] ?? ''
}

/** `https` when the connection is, or when a proxy of ours says so. */
export function requestProtocol(
	headers: IncomingHttpHeaders,
	remote: string | undefined,
	trust: TrustProxy,
	encrypted = false,
): 'http' | 'https' {
	const own = encrypted ? 'https' : 'http'
	const hops = trustedHops(addressChain(headers, remote), trust)
	if (hops === 0) return own
	const said = list(headers['x-forwarded-proto'])
	// Proxies that append write one value each: ours wrote the last ones, whatever stands before may be the client's.
	const value = said[Math.max(0, said.length - hops)]?.toLowerCase()
	return value === 'https' || value === 'http' ? value : own
}

/** From us outwards, up to the first entry that is no address: what stands behind it cannot be placed. */
function addressChain(headers: IncomingHttpHeaders, remote: string | undefined): string[] {
	const named = [...list(headers['x-forwarded-for']), remote ?? ''].reverse().map(bareAddress)
	const end = named.indexOf('')
	return end === -1 ? named : named.slice(0, end)
}

function trustedHops(chain: string[], trust: TrustProxy): number {
	const first = chain.findIndex((address, hops) => !trust(address, hops))
	return first === -1 ? chain.length : first
}

function list(header: string | string[] | undefined): string[] {
	return [header ?? []]
		.flat()
		.flatMap((line) => line.split(','))
		.map((item) => item.trim())
		.filter(Boolean)
}

/** Without port and brackets, IPv4 in its own form; empty if it is no address. */
function bareAddress(text: string): string {
	const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1]
	const bare = bracketed ?? (/^[\d.]+:\d+$/.test(text) ? text.slice(0, text.indexOf(':')) : text)
	const address = bare.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
	return isIP(address) ? address : ''
}

function parseNetworks(items: string[]): TrustProxy | undefined {
	const networks = new BlockList()
	if (items.length === 0) return undefined
	for (const item of items) {
		const [address = '', length, more] = item.split('/')
		const family = isIP(address)
		const most = family === 6 ? 128 : 32
		if (!family || more !== undefined) return undefined
		if (length !== undefined && !(/^\d{1,3}$/.test(length) && Number(length) <= most)) return undefined
		networks.addSubnet(address, length === undefined ? most : Number(length), family === 6 ? 'ipv6' : 'ipv4')
	}
	return (address) => networks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}
