import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { read } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { type DnsSimulator, startDns } from '#simulators/dns.ts'
import { useInstallation } from '#support/installation.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { createDns, useDns } from '#vendors/dns/dns.ts'
import { workspaceJobs } from '../jobs.ts'
import { isOurHost, workspaceOfHost } from '../reads.ts'
import { currentDomain } from './reads.ts'
import { ownershipName, ownershipValue } from './rules.ts'
import { checkDomain, setDomain } from './writes.ts'

const { runJobs, advance } = useInstallation(workspaceJobs)
let dns: DnsSimulator

beforeAll(async () => {
	dns = await startDns()
	useDns(createDns({ servers: [dns.server], timeoutMs: 150 }))
})
afterAll(() => dns.close())
beforeEach(() => {
	for (const name of Object.keys(dns.zone)) delete dns.zone[name]
	dns.zone['portal.localhost'] = { a: ['192.0.2.1'], aaaa: ['2001:db8::1'] }
})

const domainOf = (scope: SystemScope) => read(scope, currentDomain)
let made = 0

/** A company that claims a host whose records all stand. */
async function claim(host = `my.acme-${++made}.example`) {
	const slug = `acme-${++made}`
	const scope = await makeWorkspace({ slug })
	dns.zone[`${slug}.portal.localhost`] = { cname: 'portal.localhost' }
	expect(await setDomain(scope, host)).toEqual({ ok: true })
	const token = (await domainOf(scope))?.token ?? ''
	dns.zone[host] = { cname: `${slug}.portal.localhost` }
	dns.zone[ownershipName(host)] = { txt: ['v=other', ownershipValue(token)] }
	return { scope, host, slug, token }
}
const workspaceAt = async (host: string) => (await workspaceOfHost(host, 'portal.localhost'))?.workspaceId

test('BRD-2: a host is the company’s once its records are seen, and no longer when it is given up', async () => {
	const { scope, host } = await claim()
	expect(await isOurHost(host, 'portal.localhost')).toBe(false)
	await runJobs()
	expect(await domainOf(scope)).toMatchObject({ status: 'verified', checkedAt: expect.any(Date), failingSince: null })
	expect(await workspaceAt(`${host.toUpperCase()}:8443`)).toBe(scope.workspaceId)
	expect(await isOurHost(`${host}.`, 'portal.localhost')).toBe(true)
	await setDomain(scope, null)
	expect(await domainOf(scope)).toBeNull()
	expect(await isOurHost(host, 'portal.localhost')).toBe(false)
})

test('BRD-2: addresses do in place of an alias, but every one has to be ours', async () => {
	const { scope, host } = await claim()
	dns.zone[host] = { a: ['192.0.2.1'], aaaa: ['2001:db8:0:0::1'] }
	await checkDomain(scope)
	expect((await domainOf(scope))?.status).toBe('verified')
	const other = await claim()
	dns.zone[other.host] = { a: ['192.0.2.1'], aaaa: ['2001:db8::dead'] }
	await checkDomain(other.scope)
	expect(await domainOf(other.scope)).toMatchObject({
		status: 'failed',
		findings: { target: { state: 'wrong', found: ['2001:db8::dead'] }, ownership: { state: 'ok' } },
	})
})

test.each([
	['no such name', 'failed', 'missing', undefined],
	['a wrong target', 'failed', 'wrong', { cname: 'shop.example' }],
	['a broken name server', 'pending', 'unreachable', { fault: 'servfail' }],
	['a silent name server', 'pending', 'unreachable', { fault: 'silence' }],
] as const)('BRD-2: %s leaves the host %s', async (_, status, state, entry) => {
	const { scope, host } = await claim()
	if (entry) dns.zone[host] = { ...entry }
	else delete dns.zone[host]
	await checkDomain(scope)
	expect(await domainOf(scope)).toMatchObject({ status, findings: { target: { state } } })
	expect(await isOurHost(host, 'portal.localhost')).toBe(false)
})

test('BRD-2: a CAA record that keeps our certificates out is told, and is no obstacle', async () => {
	const { scope, host } = await claim()
	dns.zone[host.slice(3)] = { caa: ['digicert.com'] }
	await checkDomain(scope)
	expect(await domainOf(scope)).toMatchObject({
		status: 'verified',
		findings: { issuers: { state: 'wrong', found: ['digicert.com'] } },
	})
})

test('BRD-2: nobody can claim a host without its record, nor take one that is in use', async () => {
	const { scope, host, slug } = await claim()
	await runJobs()
	const thief = await makeWorkspace({ slug: 'thief' })
	dns.zone['thief.portal.localhost'] = { cname: 'portal.localhost' }
	expect(await setDomain(thief, host)).toEqual({ ok: true })
	await checkDomain(thief)
	expect(await domainOf(thief)).toMatchObject({ status: 'failed', findings: { ownership: { state: 'wrong' } } })
	expect(await workspaceAt(host)).toBe(scope.workspaceId)
	dns.zone[ownershipName(host)]?.txt?.push(ownershipValue((await domainOf(thief))?.token ?? ''))
	dns.zone[host] = { cname: `${slug}.portal.localhost` }
	await checkDomain(thief)
	expect(await domainOf(thief)).toMatchObject({ status: 'failed', findings: { ownership: { state: 'taken' } } })
	expect(await workspaceAt(host)).toBe(scope.workspaceId)
	await setDomain(scope, null)
	await checkDomain(thief)
	expect(await domainOf(thief)).toMatchObject({ status: 'verified' })
})

test('BRD-2: records that go away are borne for three days, silence for ever', async () => {
	const { scope, host } = await claim()
	await checkDomain(scope)
	dns.zone[ownershipName(host)] = { fault: 'silence' }
	advance(10 * 86_400)
	await checkDomain(scope)
	expect(await domainOf(scope)).toMatchObject({ status: 'verified', failingSince: null })
	delete dns.zone[ownershipName(host)]
	await checkDomain(scope)
	expect(await domainOf(scope)).toMatchObject({ status: 'verified', failingSince: expect.any(Date) })
	advance(12 * 86_400)
	await checkDomain(scope)
	expect(await domainOf(scope)).toMatchObject({ status: 'verified' })
	advance(13 * 86_400 + 60)
	await checkDomain(scope)
	expect(await domainOf(scope)).toMatchObject({ status: 'failed', failingSince: null })
	expect(await isOurHost(host, 'portal.localhost')).toBe(false)
})

test('BRD-2: the installation’s own hosts cannot be claimed', async () => {
	const scope = await makeWorkspace()
	for (const host of ['portal.localhost', 'other.portal.localhost']) {
		expect(await setDomain(scope, host)).toEqual({ ok: false, reason: 'domain_ours' })
	}
})

test('BRD-2: a look that ends after another host was chosen changes nothing', async () => {
	const { scope, host } = await claim()
	dns.zone[ownershipName(host)] = { ...dns.zone[ownershipName(host)], fault: 'silence' }
	const looking = checkDomain(scope)
	await expect.poll(() => dns.asked).toContain(ownershipName(host))
	await setDomain(scope, 'elsewhere.example')
	await looking
	expect(await domainOf(scope)).toMatchObject({ host: 'elsewhere.example', findings: null })
})
