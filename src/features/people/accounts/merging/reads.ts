import { sql } from 'drizzle-orm'
import { reachColumns, reachGroup, reachJoins } from '#features/access/reach/reads.ts'
import type { Reader } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { type Account, findAccount } from '../reads.ts'
import type { Seer } from './rules.ts'

export interface AccountDuplicate {
	id: string
	name: string
	/** One line of the oldest site. */
	address: string | null
	/** What the two have in common. */
	same: 'address' | 'name' | 'phone'
}

/** Of an account with thousands of buildings or people only so many are compared. */
const compared = 50

/**
 * Accounts that may be the same customer: those with a site at the same address, those of the same name, and those whose
 * people have the same phone, in this order. At most five. One query.
 */
export async function suggestDuplicateAccounts(
	{ client, scope }: Reader<CompanyScope>,
	accountId: string,
): Promise<AccountDuplicate[]> {
	const { rows } = await client.query<AccountDuplicate>(
		`with address as (
			select s.account_id as id, 1 as rank from (
				select * from sites where workspace_id = $1 and account_id = $2 and archived_at is null and line1 <> '' order by id limit ${compared}
			) mine
			join sites s on s.workspace_id = $1 and s.line1 = mine.line1 and s.line2 = mine.line2
				and s.postal_code = mine.postal_code and s.city = mine.city and s.archived_at is null
			limit ${compared}
		), name as (
			select a.id, 2 as rank from accounts mine join accounts a on a.workspace_id = $1 and a.sort_name = mine.sort_name
				and a.archived_at is null
			where mine.workspace_id = $1 and mine.id = $2 limit ${compared}
		), phone as (
			select l.account_id as id, 3 as rank from (
				select c.id, c.phone from contact_links m join contacts c on c.workspace_id = $1 and c.id = m.contact_id
				where m.workspace_id = $1 and m.account_id = $2 and c.phone is not null and c.kind = 'client' and c.archived_at is null
				limit ${compared}
			) mine
			join contacts c on c.workspace_id = $1 and c.phone = mine.phone and c.id <> mine.id and c.archived_at is null
			join contact_links l on l.workspace_id = $1 and l.contact_id = c.id
			limit ${compared}
		)
		select a.id, a.name, case min(found.rank) when 1 then 'address' when 2 then 'name' else 'phone' end as same,
			(select nullif(concat_ws(', ', nullif(s.line1, ''), nullif(s.city, '')), '') from sites s
				where s.workspace_id = $1 and s.account_id = a.id and s.archived_at is null order by s.id limit 1) as address
		from (select * from address union all select * from name union all select * from phone) found
		join accounts a on a.workspace_id = $1 and a.id = found.id and a.id <> $2 and a.archived_at is null
		group by a.id, a.name order by min(found.rank), a.id limit 5`,
		[scope.workspaceId, accountId],
	)
	return rows
}

export type AccountBelongings = {
	people: number
	sites: number
	projects: number
	visits: number
	documents: number
	conversations: number
	messages: number
	events: number
}

/** How much of an account a merge would move to the other one. */
export async function belongingsOfAccount(
	{ db, scope }: Reader<CompanyScope>,
	accountId: string,
): Promise<AccountBelongings> {
	const own = sql`workspace_id = ${scope.workspaceId} and account_id = ${accountId}`
	const { rows } = await db.execute<AccountBelongings>(sql`
		select (select count(distinct contact_id)::int from contact_links where ${own}) as "people",
			(select count(*)::int from sites where ${own} and archived_at is null) as "sites",
			(select count(*)::int from projects where ${own} and archived_at is null) as "projects",
			(select count(*)::int from visits where ${own}) as "visits",
			(select count(*)::int from documents where ${own} and not attachment and removed_at is null) as "documents",
			(select count(*)::int from conversations where ${own}) as "conversations",
			(select count(*)::int from messages where workspace_id = ${scope.workspaceId}
				and conversation_id in (select id from conversations where ${own})) as "messages",
			(select count(*)::int from events where ${own}) as "events"`)
	return rows[0]!
}

/** Names are told to so many; there is no household with more, and a company's staff know their large accounts. */
export const toldOf = 20

/**
 * Who sees more after a merge, by how far contacts reach today; `limit`: of many no more than so many. What the two had
 * is one customer's then, and whoever sees the whole of that customer sees all of it: that is what merging means,
 * so it is told by name before anybody confirms. It is told only where there is something to see, and nobody sees more
 * while the portal of one is off: afterwards it is off. Nobody else sees more either:
 * - access areas are a contact's own, the same wherever it is linked, so two of them never come together here;
 * - a link to one site or one project stays one to that alone;
 * - of a contact that is linked with both as a whole nothing changes but that it has one link;
 * - of somebody let in by another contact those links alone come along which that one shares today (`holdToShared`): what
 *   opens nothing now does not come to open something.
 */
export async function seersOfMore(
	reader: Reader<CompanyScope>,
	[keep, remove]: readonly [Account, Account],
	limit: number | null = null,
): Promise<Seer[]> {
	if (!keep.portalEnabled || !remove.portalEnabled) return []
	const { client, scope } = reader
	// Asked of those alone who gain something: others would take up the places of who does.
	const gaining = [await hasAnything(reader, remove.id), await hasAnything(reader, keep.id)]
	const { rows } = await client.query<Seer>(
		`select r."contactId" as id, r."firstName", r."lastName", r.email, r.phone, r.kind,
			case when $2 = any(r."accountIds") then $2 else $3 end as sees
		from (select c.kind, ${reachColumns} from contacts c ${reachJoins}
			where c.workspace_id = $1 and c.archived_at is null
				and c.id in (select contact_id from contact_links where workspace_id = $1 and account_id in ($2, $3))
			group by ${reachGroup}) r
		where cardinality(r.areas) > 0 and case when $2 = any(r."accountIds") then $5 and not $3 = any(r."accountIds")
			else $6 and $3 = any(r."accountIds") end
		order by ($2 = any(r."accountIds")) desc, r."lastName", r."firstName", r."contactId" limit $4`,
		[scope.workspaceId, keep.id, remove.id, limit, ...gaining],
	)
	return rows
}

async function hasAnything(reader: Reader<CompanyScope>, id: string): Promise<boolean> {
	const { sites, projects, visits, documents } = await belongingsOfAccount(reader, id)
	return sites + projects + visits + documents > 0
}

export type PairRefusal = { ok: false; reason: 'same' | 'not_found' | 'other_unknown' | 'archived' }
export type AccountPair = { ok: true; keep: Account; remove: Account; merged: boolean } | PairRefusal

/**
 * The two of a merge. `merged`: it has been done already. Refused with the reason: the same twice, one that is not there
 * (for the other `other_unknown`), one that is archived or has been merged into a third.
 */
export async function accountsToMerge(
	reader: Reader<CompanyScope>,
	keepId: string,
	removeId: string,
): Promise<AccountPair> {
	const keep = await findAccount(reader, keepId)
	if (!keep) return { ok: false, reason: 'not_found' }
	if (keepId === removeId) return { ok: false, reason: 'same' }
	const remove = await findAccount(reader, removeId)
	if (!remove) return { ok: false, reason: 'other_unknown' }
	const merged = remove.mergedInto === keep.id
	if (keep.archivedAt || (remove.archivedAt && !merged)) return { ok: false, reason: 'archived' }
	return { ok: true, keep, remove, merged }
}
