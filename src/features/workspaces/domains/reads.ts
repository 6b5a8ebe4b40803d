import { eq } from 'drizzle-orm'
import { theApp } from '#platform/app/app.ts'
import type { Reader } from '#platform/db/db.ts'
import { recordsOf } from './rules.ts'
import { type CustomDomain, customDomains } from './tables.ts'

/** The host of its own that a company has or wants. */
export async function currentDomain({ db, scope }: Reader): Promise<CustomDomain | null> {
	const [row] = await db.select().from(customDomains).where(eq(customDomains.workspaceId, scope.workspaceId))
	return row ?? null
}

/** Where the alias of a company's own host leads: its subdomain of the installation. */
export function targetOf(slug: string): string {
	return `${slug}.${(theApp().baseHost.split(':')[0] ?? '').toLowerCase()}`
}

/** What the outside sees of a company's own host. */
export function shownDomain(domain: CustomDomain | null, slug: string) {
	return {
		customDomain: domain?.host ?? null,
		customDomainStatus: domain?.status ?? null,
		customDomainRecords: domain ? recordsOf(domain, targetOf(slug)).map(({ use: _, ...record }) => record) : [],
	}
}
