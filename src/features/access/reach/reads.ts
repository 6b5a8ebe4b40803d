import type { AccessArea } from '#platform/scope/scope.ts'

/** Who a contact is to the portal, and what it is linked with. */
export interface ContactFacts {
	contactId: string
	firstName: string
	lastName: string
	email: string | null
	phone: string | null
	language: string
	areas: AccessArea[]
	accountIds: string[]
	siteIds: string[]
}

/** The columns of `ContactFacts`, of a contact `c` and `reachJoins`; the query groups by `c`'s key. */
export const reachColumns = `c.id as "contactId", c.first_name as "firstName", c.last_name as "lastName",
		c.email, c.phone, c.language, c.access_areas as areas,
		coalesce(array_agg(distinct l.account_id) filter (where l.site_id is null and a.id is not null), '{}') as "accountIds",
		coalesce(array_agg(distinct l.site_id) filter (where l.site_id is not null and a.id is not null), '{}') as "siteIds"`

/** What a contact is linked with, as far as the portal of the account is on. */
export const reachJoins = `left join contact_links l on l.workspace_id = c.workspace_id and l.contact_id = c.id
	left join accounts a on a.workspace_id = l.workspace_id and a.id = l.account_id and a.portal_enabled and a.archived_at is null`

export function nameOf({ firstName, lastName, email, phone }: ContactFacts): string {
	return `${firstName} ${lastName}`.trim() || email || phone || ''
}
