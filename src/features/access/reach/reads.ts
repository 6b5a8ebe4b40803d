import type { Reader } from '#platform/db/db.ts'
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
	projectIds: string[]
	/** Let in by this contact. */
	delegateOf: string | null
	/** May let others in. */
	mayInvite: boolean
}

/**
 * The columns of `ContactFacts`, of a contact `c` and `reachJoins`; the query groups by `reachGroup`. This is the one place
 * where a delegate is held to what its inviter has: areas and links that both have, as both have them now.
 */
export const reachColumns = `c.id as "contactId", c.first_name as "firstName", c.last_name as "lastName",
		c.email, c.phone, c.language, c.delegate_of as "delegateOf", (c.may_invite and c.delegate_of is null) as "mayInvite",
		case when c.delegate_of is null then c.access_areas
			else array(select area from unnest(c.access_areas) area where area = any(i.access_areas)) end as areas,
		coalesce(array_agg(distinct l.account_id) filter (where coalesce(l.site_id, il.site_id, l.project_id, il.project_id) is null
			and a.id is not null), '{}') as "accountIds",
		coalesce(array_agg(distinct coalesce(l.site_id, il.site_id))
			filter (where coalesce(l.site_id, il.site_id) is not null and a.id is not null), '{}') as "siteIds",
		coalesce(array_agg(distinct lp.id) filter (where lp.id is not null and a.id is not null), '{}') as "projectIds"`

/** Of a delegate's link `l`: its inviter's link `il` gives that one the same, or a part of it. */
export const sharedByInviter = `il.account_id = l.account_id
		and case when coalesce(l.project_id, il.project_id) is null then l.site_id is null or il.site_id is null or il.site_id = l.site_id
			when l.project_id is null or il.project_id is null then l.site_id is null and il.site_id is null
			else l.project_id = il.project_id end`

/** What a contact is linked with, as far as the portal of the account is on and, of a delegate, its inviter `i` is linked too. */
export const reachJoins = `left join contacts i on i.workspace_id = c.workspace_id and i.id = c.delegate_of
		and i.portal_status = 'enrolled' and i.archived_at is null and i.may_invite and i.delegate_of is null
	left join contact_links l on l.workspace_id = c.workspace_id and l.contact_id = c.id
	left join contact_links il on il.workspace_id = l.workspace_id and il.contact_id = i.id and ${sharedByInviter}
	left join accounts a on a.workspace_id = l.workspace_id and a.id = l.account_id and a.portal_enabled and a.archived_at is null
		and (c.delegate_of is null or il.id is not null)
	left join projects lp on lp.workspace_id = l.workspace_id and lp.id = coalesce(l.project_id, il.project_id) and lp.archived_at is null`

export const reachGroup = 'c.workspace_id, c.id, i.workspace_id, i.id'

/** Having: something is left of what it was linked with, and of a delegate, its inviter is in and may still let others in. */
export const reachOpen = '(count(l.id) = 0 or count(a.id) > 0) and (c.delegate_of is null or i.id is not null)'

/** One contact as the portal sees it now, whatever way it comes in by; null for an unknown or archived one. */
export async function reachOf({ client, scope }: Reader, contactId: string): Promise<ContactFacts | null> {
	const { rows } = await client.query<ContactFacts>(
		`select ${reachColumns} from contacts c ${reachJoins}
		where c.workspace_id = $1 and c.id = $2 and c.archived_at is null group by ${reachGroup}`,
		[scope.workspaceId, contactId],
	)
	return rows[0] ?? null
}

export function nameOf({
	firstName,
	lastName,
	email,
	phone,
}: Pick<ContactFacts, 'firstName' | 'lastName' | 'email' | 'phone'>): string {
	return `${firstName} ${lastName}`.trim() || email || phone || ''
}
