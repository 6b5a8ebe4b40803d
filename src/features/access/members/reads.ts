import { and, eq, gt, isNotNull } from 'drizzle-orm'
import type { Reader } from '#platform/db/db.ts'
import { decodeCursor, pageOf } from '#platform/paging/cursor.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { members, sessions } from '../tables.ts'

/** What others may know of a member; no secret leaves this file. */
const shown = {
	id: members.id,
	externalId: members.externalId,
	email: members.email,
	name: members.name,
	phone: members.phone,
	role: members.role,
	status: members.status,
	language: members.language,
	hasPassword: isNotNull(members.passwordHash).mapWith(Boolean),
	hasTotp: isNotNull(members.totpEnabledAt).mapWith(Boolean),
	lastSeenAt: members.lastSeenAt,
	createdAt: members.createdAt,
}

/** All members by name; a company has dozens, not thousands. */
export function listMembers({ db, scope }: Reader<CompanyScope>) {
	return db
		.select(shown)
		.from(members)
		.where(eq(members.workspaceId, scope.workspaceId))
		.orderBy(members.name, members.id)
		.limit(1000)
}
export type Member = Awaited<ReturnType<typeof listMembers>>[number]

/** A page of the members, oldest first. */
export async function pageOfMembers(
	{ db, scope }: Reader<CompanyScope>,
	filter: { externalId?: string | undefined },
	page: { limit: number; cursor?: string | undefined },
) {
	const after = decodeCursor(page.cursor)
	const asked = filter.externalId === undefined ? undefined : eq(members.externalId, filter.externalId)
	const rows = await db
		.select(shown)
		.from(members)
		.where(and(eq(members.workspaceId, scope.workspaceId), asked, after ? gt(members.id, after[1]) : undefined))
		.orderBy(members.id)
		.limit(page.limit + 1)
	return pageOf(rows, page.limit, ({ id }) => [null, id])
}

export async function findMember({ db, scope }: Reader<CompanyScope>, id: string): Promise<Member | null> {
	const [member] = await db
		.select(shown)
		.from(members)
		.where(and(eq(members.workspaceId, scope.workspaceId), eq(members.id, id)))
	return member ?? null
}

export function listMemberSessions({ db, scope }: Reader<CompanyScope>, memberId: string) {
	return db
		.select({
			id: sessions.id,
			method: sessions.method,
			userAgent: sessions.userAgent,
			ip: sessions.ip,
			createdAt: sessions.createdAt,
			lastSeenAt: sessions.lastSeenAt,
		})
		.from(sessions)
		.where(and(eq(sessions.workspaceId, scope.workspaceId), eq(sessions.memberId, memberId)))
		.orderBy(sessions.lastSeenAt)
		.limit(200)
}
