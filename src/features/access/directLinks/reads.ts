import { and, desc, eq, gt, inArray, isNull, lt, type SQL } from 'drizzle-orm'
import { contacts } from '#features/people/tables.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { now } from '#platform/clock/clock.ts'
import { type Reader, readOnce } from '#platform/db/db.ts'
import { systemScope } from '#platform/scope/make.ts'
import type { CompanyScope, LinkScope, LinkTargetType } from '#platform/scope/scope.ts'
import { type ContactFacts, reachColumns, reachGroup, reachJoins } from '../reach/reads.ts'
import { type Address, areasSeen, linkedBy } from '../rules.ts'
import { directLinks } from '../tables.ts'
import { targets } from './targets/reads.ts'

/** A link that works, and the contact that it was made for. */
export interface HeldLink extends ContactFacts {
	id: string
	targetType: LinkTargetType
	targetId: string
}

/** The link behind a token. One that is unknown, expired or revoked, or whose contact is shut out, is none. */
export async function findDirectLink(workspaceId: string, tokenHash: string): Promise<HeldLink | null> {
	const values = [workspaceId, tokenHash]
	const [link] = await readOnce<HeldLink>(systemScope({ workspaceId }), { ...query, values })
	return link ?? null
}

const query = {
	name: 'direct-link',
	text: `select d.id, d.target_type as "targetType", d.target_id as "targetId", ${reachColumns}
	from direct_links d
	join contacts c on c.workspace_id = d.workspace_id and c.id = d.contact_id
	${reachJoins}
	where d.workspace_id = $1 and d.token_hash = $2 and d.revoked_at is null and d.expires_at > now()
		and c.portal_status <> 'suspended' and c.archived_at is null
	group by d.workspace_id, d.id, ${reachGroup}`,
}

/** Where a code can be sent to that lets the link's contact into the whole portal; null for one that does not come in. */
export async function signInAddress({ db, scope }: Reader<LinkScope>): Promise<Address | null> {
	const its = and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, scope.contactId))
	const [contact] = await db
		.select({ email: contacts.email, phone: contacts.phone })
		.from(contacts)
		.where(and(its, inArray(contacts.portalStatus, ['invited', 'enrolled'])))
	if (contact?.email) return { channel: 'email', address: contact.email }
	return contact?.phone ? { channel: 'sms', address: contact.phone } : null
}

/** The contact as a new link would find it, with the areas that the company leaves of its own. */
export async function factsFor(reader: Reader, contactId: string) {
	const { rows } = await reader.client.query<ContactFacts & { suspended: boolean }>(
		`select c.portal_status = 'suspended' as suspended, ${reachColumns} from contacts c ${reachJoins}
		where c.workspace_id = $1 and c.id = $2 and c.archived_at is null group by ${reachGroup}`,
		[reader.scope.workspaceId, contactId],
	)
	const [facts] = rows
	if (!facts) return null
	const { modules } = (await currentWorkspace(reader)).settings
	return { ...facts, areas: areasSeen(facts.areas, { ...linkedBy(facts), modules }) }
}

/** A link as the company sees it: never its address, which only its receiver has. */
export interface DirectLink {
	id: string
	contactId: string
	target: { type: LinkTargetType; id: string }
	/** What it opens; null when that is gone. */
	title: string | null
	createdAt: Date
	expiresAt: Date
	revokedAt: Date | null
	lastOpenedAt: Date | null
	timesOpened: number
}

export interface LinkFilter {
	contactId?: string | undefined
	targetId?: string | undefined
	/** Only those that still open something. */
	live?: boolean
}

/** Newest first. */
export async function listDirectLinks(
	reader: Reader<CompanyScope>,
	{ contactId, targetId, live }: LinkFilter,
	page: { limit: number; before?: string | undefined },
): Promise<DirectLink[]> {
	const wanted: (SQL | undefined)[] = [
		contactId === undefined ? undefined : eq(directLinks.contactId, contactId),
		targetId === undefined ? undefined : eq(directLinks.targetId, targetId),
		page.before === undefined ? undefined : lt(directLinks.id, page.before),
		live ? and(isNull(directLinks.revokedAt), gt(directLinks.expiresAt, now())) : undefined,
	]
	const rows = await reader.db
		.select()
		.from(directLinks)
		.where(and(eq(directLinks.workspaceId, reader.scope.workspaceId), ...wanted))
		.orderBy(desc(directLinks.id))
		.limit(page.limit)
	return withTitles(reader, rows)
}

export async function readDirectLink(reader: Reader<CompanyScope>, id: string): Promise<DirectLink | null> {
	const its = and(eq(directLinks.workspaceId, reader.scope.workspaceId), eq(directLinks.id, id))
	const [link] = await withTitles(reader, await reader.db.select().from(directLinks).where(its))
	return link ?? null
}

type Row = typeof directLinks.$inferSelect

/** What the things of several links are called, by their ids. One query for each kind among them. */
export async function titlesOf(
	reader: Reader<CompanyScope>,
	rows: Pick<Row, 'targetType' | 'targetId'>[],
): Promise<Map<string, string>> {
	const titles = new Map<string, string>()
	for (const type of new Set(rows.map((row) => row.targetType))) {
		const ids = rows.filter((row) => row.targetType === type).map((row) => row.targetId)
		for (const [id, title] of (await targets[type]?.titles(reader, ids)) ?? []) titles.set(id, title)
	}
	return titles
}

async function withTitles(reader: Reader<CompanyScope>, rows: Row[]): Promise<DirectLink[]> {
	const titles = await titlesOf(reader, rows)
	return rows.map(
		({ targetType, targetId, id, contactId, createdAt, expiresAt, revokedAt, lastOpenedAt, timesOpened }) => ({
			id,
			contactId,
			target: { type: targetType, id: targetId },
			title: titles.get(targetId) ?? null,
			createdAt,
			expiresAt,
			revokedAt,
			lastOpenedAt,
			timesOpened,
		}),
	)
}
