import { and, eq } from 'drizzle-orm'
import { theApp } from '#platform/app/app.ts'
import { now } from '#platform/clock/clock.ts'
import { newToken } from '#platform/crypto/crypto.ts'
import { read, sqlState, type Writer, write } from '#platform/db/db.ts'
import type { CompanyScope, Scope } from '#platform/scope/scope.ts'
import { theDns } from '#vendors/dns/dns.ts'
import { currentWorkspace, forgetHosts } from '../reads.ts'
import { workspaces } from '../tables.ts'
import { currentDomain, targetOf } from './reads.ts'
import { type Findings, judge, ownershipName, verdictOn } from './rules.ts'
import { type CustomDomain, customDomains } from './tables.ts'

export const checkDomainJob = 'domain.check'

export type DomainSet = { ok: true } | { ok: false; reason: 'domain_ours' }

/** Claims a host for the company; it is served there once its records have been seen. Null gives the host up. */
export async function setDomain(scope: CompanyScope, host: string | null): Promise<DomainSet> {
	const base = (theApp().baseHost.split(':')[0] ?? '').toLowerCase()
	if (host && (host === base || host.endsWith(`.${base}`))) return { ok: false, reason: 'domain_ours' }
	await write(scope, async (writer) => {
		const before = await currentDomain(writer)
		if ((before?.host ?? null) === host) return
		const mine = eq(customDomains.workspaceId, scope.workspaceId)
		await writer.db.delete(customDomains).where(mine)
		await serveAt(writer, null)
		if (host) {
			const row = { workspaceId: scope.workspaceId, host, token: newToken().slice(0, 32), createdAt: now() }
			await writer.db.insert(customDomains).values({ ...row, status: 'pending' })
			await writer.enqueue(checkDomainJob, {})
		}
		await tell(writer)
	})
	forgetHosts()
	return { ok: true }
}

/** Looks for the records of the company's host, and serves it there or no longer. */
export async function checkDomain(scope: Scope): Promise<void> {
	const { domain, slug } = await read(scope, async (reader) => ({
		domain: await currentDomain(reader),
		slug: (await currentWorkspace(reader)).slug,
	}))
	if (!domain) return
	const findings = await look(domain, slug)
	try {
		await settle(scope, domain, findings)
	} catch (error) {
		if (sqlState(error)?.code !== '23505') throw error
		// Who holds it loses it when its own record is found to be gone.
		await settle(scope, domain, { ...findings, ownership: { state: 'taken', found: [] } })
	}
	forgetHosts()
}

async function look({ host, token }: CustomDomain, slug: string): Promise<Findings> {
	const dns = theDns()
	const target = targetOf(slug)
	const base = target.slice(slug.length + 1)
	const [txt, cname, addresses, issuers, ours] = await Promise.all([
		dns.txt(ownershipName(host)),
		dns.cname(host),
		dns.addresses(host),
		dns.issuers(host),
		dns.addresses(target),
	])
	return judge({ txt, cname, addresses, issuers, ours }, token, [target, base])
}

/** Changes nothing where the company has meanwhile chosen another host. */
async function settle(scope: Scope, domain: CustomDomain, findings: Findings): Promise<void> {
	const verdict = verdictOn(findings, domain, now())
	await write(scope, async (writer) => {
		const same = and(eq(customDomains.workspaceId, scope.workspaceId), eq(customDomains.token, domain.token))
		const changed = await writer.db
			.update(customDomains)
			.set({ ...verdict, findings, checkedAt: now() })
			.where(same)
			.returning({ host: customDomains.host })
		if (changed.length === 0 || verdict.status === domain.status) return
		await serveAt(writer, verdict.status === 'verified' ? domain.host : null)
		await tell(writer)
	})
}

async function serveAt({ db, scope }: Writer, host: string | null): Promise<void> {
	await db.update(workspaces).set({ customDomain: host }).where(eq(workspaces.workspaceId, scope.workspaceId))
}

/** Every process forgets which workspace a host belongs to. */
async function tell({ emit, scope }: Writer): Promise<void> {
	const subject = { type: 'workspace', id: scope.workspaceId }
	await emit({ type: 'workspace.updated', subject, data: { fields: ['customDomain'] } })
}

/** Queues a look for every company that has a host: one slow answer is not to keep the others waiting. */
export async function queueDomainCheck(scope: Scope): Promise<void> {
	await write(scope, async (writer) => {
		if (await currentDomain(writer)) await writer.enqueue(checkDomainJob, {})
	})
}
