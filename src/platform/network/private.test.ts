import { expect, test } from 'vitest'
import { isPrivateAddress } from './private.ts'

test.each([
	['127.0.0.1', true],
	['10.1.2.3', true],
	['172.31.255.255', true],
	['172.32.0.1', false],
	['192.168.1.7', true],
	['169.254.169.254', true],
	['100.64.0.1', true],
	['0.0.0.0', true],
	['224.0.0.1', true],
	['255.255.255.255', true],
	['93.184.215.14', false],
	['::1', true],
	['::', true],
	['fd00::1', true],
	['fe80::1', true],
	['::ffff:10.0.0.1', true],
	['::ffff:93.184.215.14', false],
	['::ffff:a00:1', true],
	['64:ff9b::a00:1', true],
	['2606:2800:21f::1', false],
	['nonsense', true],
])('NOT-6: %s is inside: %s', (address, inside) => {
	expect(isPrivateAddress(address)).toBe(inside)
})
