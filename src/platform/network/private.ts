import { BlockList, isIPv4, isIPv6 } from 'node:net'

const inside = new BlockList()
for (const [network, bits] of [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['224.0.0.0', 3],
] as const)
	inside.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of [
	['::', 127],
	['64:ff9b::', 96],
	['fc00::', 7],
	['fe80::', 10],
	['ff00::', 8],
] as const)
	inside.addSubnet(network, bits, 'ipv6')

/** An address that is not on the internet: this machine, its network, multicast. Where a company names a host, it is not to reach these. */
export function isPrivateAddress(address: string): boolean {
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
	const plain = mapped ?? address
	if (isIPv4(plain)) return inside.check(plain, 'ipv4')
	return !isIPv6(plain) || inside.check(plain, 'ipv6')
}
