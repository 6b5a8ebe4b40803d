import { and, desc, eq, getTableColumns, gt, lt, sql } from 'drizzle-orm'
import { members } from '#features/access/tables.ts'
import { contacts } from '#features/people/tables.ts'
import { type Reader, read } from '#platform/db/db.ts'
import type { CompanyScope, Scope } from '#platform/scope/scope.ts'
import { type Terms, terms, termsAcceptances } from './tables.ts'

const { workspaceId: _workspace, ...columns } = getTableColumns(terms)

/** One version of the terms, which are public; null where there is none of that number. */
export async function termsOfVersion({ db, scope }: Reader<Scope>, version: number): Promise<Terms | null> {
	const [row] = await db
		.select(columns)
		.from(terms)
		.where(and(eq(terms.workspaceId, scope.workspaceId), eq(terms.version, version)))
	return row ?? null
}

export type TermsLine = Terms & { accepted: number; by: string | null }

/** All versions, newest first, with how many have accepted each. */
export async function listTerms(
	{ db, scope }: Reader<CompanyScope>,
	{ before, limit = 50 }: { before?: number | undefined; limit?: number } = {},
): Promise<TermsLine[]> {
	return db
		.select({
			...columns,
			by: sql<string | null>`coalesce(nullif(${members.name}, ''), ${members.email})`,
			accepted: sql<number>`(select count(*)::int from ${termsAcceptances} a
				where a.workspace_id = ${terms.workspaceId} and a.terms_id = ${terms.id})`,
		})
		.from(terms)
		.leftJoin(members, and(eq(members.workspaceId, terms.workspaceId), eq(members.id, terms.createdBy)))
		.where(and(eq(terms.workspaceId, scope.workspaceId), before === undefined ? undefined : lt(terms.version, before)))
		.orderBy(desc(terms.version))
		.limit(limit)
}

/** When a contact accepted which version, newest first. */
export async function acceptancesOf({ db, scope }: Reader<Scope>, contactId: string) {
	return db
		.select({ version: termsAcceptances.version, language: termsAcceptances.language, at: termsAcceptances.at })
		.from(termsAcceptances)
		.where(and(eq(termsAcceptances.workspaceId, scope.workspaceId), eq(termsAcceptances.contactId, contactId)))
		.orderBy(desc(termsAcceptances.id))
		.limit(20)
}

const portion = 2000

/** All evidence, oldest first, a portion at a time. */
export async function* evidence(scope: CompanyScope) {
	for (let after = ''; ; ) {
		const rows = await read(scope, ({ db }) =>
			db
				.select({
					id: termsAcceptances.id,
					at: termsAcceptances.at,
					contactId: termsAcceptances.contactId,
					firstName: contacts.firstName,
					lastName: contacts.lastName,
					email: contacts.email,
					phone: contacts.phone,
					version: termsAcceptances.version,
					language: termsAcceptances.language,
					title: terms.title,
					sha256: termsAcceptances.sha256,
					ip: termsAcceptances.ip,
					userAgent: termsAcceptances.userAgent,
				})
				.from(termsAcceptances)
				.innerJoin(
					contacts,
					and(eq(contacts.workspaceId, termsAcceptances.workspaceId), eq(contacts.id, termsAcceptances.contactId)),
				)
				.innerJoin(
					terms,
					and(eq(terms.workspaceId, termsAcceptances.workspaceId), eq(terms.id, termsAcceptances.termsId)),
				)
				.where(and(eq(termsAcceptances.workspaceId, scope.workspaceId), gt(termsAcceptances.id, after)))
				.orderBy(termsAcceptances.id)
				.limit(portion),
		)
		if (rows.length > 0) yield rows
		if (rows.length < portion) return
		after = rows.at(-1)?.id ?? after
	}
}

/** How many who use the portal have still to accept, counted as far as anybody wants to know. */
export async function countDue({ client, scope }: Reader<CompanyScope>): Promise<number> {
	const { rows } = await client.query<{ count: number }>(
		`select count(*)::int as count from (
			select 1 from contacts c join workspaces w on w.workspace_id = c.workspace_id
			where c.workspace_id = $1 and c.portal_status = 'enrolled' and c.archived_at is null and c.terms_version <
				coalesce((w.terms ->> c.language)::int, (w.terms ->> w.language)::int,
					(select max(value::int) from jsonb_each_text(w.terms)), 0)
			limit 10000
		) x`,
		[scope.workspaceId],
	)
	return rows[0]?.count ?? 0
}
