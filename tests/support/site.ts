import { siteInput } from '#features/people/schema.ts'
import { createSite } from '#features/people/sites/writes.ts'
import { systemScope } from '#platform/scope/make.ts'
import { makeAccount } from './account.ts'

/** A site of this account (one is made where none is given), made as the office makes it. */
export async function makeSite(
	overrides: { account?: { id: string; workspaceId: string }; name?: string; address?: Record<string, string> } = {},
): Promise<{ id: string; accountId: string; workspaceId: string }> {
	const { account = await makeAccount(), name, address = juniper } = overrides
	const input = siteInput.parse({ accountId: account.id, name, address })
	const made = await createSite(systemScope({ workspaceId: account.workspaceId }), input)
	if (!made.ok) throw new Error(made.reason)
	return { id: made.site.id, accountId: account.id, workspaceId: account.workspaceId }
}

const juniper = { line1: '12 Juniper Lane', city: 'Longmont', region: 'CO', postalCode: '80501', country: 'US' }
