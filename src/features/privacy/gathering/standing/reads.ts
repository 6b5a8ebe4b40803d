import { and, asc, eq } from 'drizzle-orm'
import { contactPasswords, devices, directLinks, passkeys } from '#features/access/tables.ts'
import { documentViews } from '#features/documents/tables.ts'
import { registrations } from '#features/registration/tables.ts'
import { terms, termsAcceptances } from '#features/terms/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'

const most = 1000

/** Of its accounts and sites, never of a project alone, as a lender has it: the steps that each came to, with their days. */
const projectsOf = `select p.id, p.name, p.status, p.created_at as "createdAt", (
		select coalesce(json_agg(json_build_object('step', m.to_name, 'at', m.at) order by m.number), '[]') from project_moves m
		where m.workspace_id = p.workspace_id and m.project_id = p.id and m.undone_at is null) as steps
	from projects p where p.workspace_id = $1 and exists (select from contact_links l where l.workspace_id = $1 and l.contact_id = $2
		and l.project_id is null and l.account_id = p.account_id and (l.site_id is null or l.site_id = p.site_id))
	order by p.id limit ${most}`
const requestsOf = `select id, project_id as "projectId", title, description, due_on::text as "dueOn", state, reason,
		created_at as "createdAt", sent_at as "sentAt", decided_at as "decidedAt"
	from document_requests where workspace_id = $1 and contact_id = $2 order by id limit ${most}`
/** Of its accounts and sites, in the areas that it has. */
const visitsOf = `select v.id, v.title, v.status, v.starts_at as "startsAt", v.ends_at as "endsAt", v.note, v.reason
	from visits v join contacts c on c.workspace_id = $1 and c.id = $2 and 'visits' = any(c.access_areas)
	where v.workspace_id = $1 and exists (select from contact_links l where l.workspace_id = $1 and l.contact_id = $2
		and l.project_id is null and l.account_id = v.account_id and (l.site_id is null or l.site_id = v.site_id))
	order by v.starts_at, v.id limit ${most}`
/** What the person itself said to offers, with what proves it. */
const offersOf = `select id, project_id as "projectId", offer_id as "documentId", title, version, sha256, decision, name, reason, ip,
		user_agent as "userAgent", at, withdrawn_at as "withdrawnAt", withdrawal_reason as "withdrawalReason"
	from offer_decisions where workspace_id = $1 and contact_id = $2 order by id limit ${most}`

/**
 * Which files the person looked at, by what it comes in, what it agreed to, and what it sent before it was a client. Of secrets only that there
 * are some: neither they nor their hashes are anybody's to read.
 */
export async function standingOf({ db, client, scope }: Reader<SystemScope>, contactId: string) {
	const { workspaceId } = scope
	const own = [workspaceId, contactId]
	return {
		projects: (await client.query(projectsOf, own)).rows,
		requests: (await client.query(requestsOf, own)).rows,
		visits: (await client.query(visitsOf, own)).rows,
		offers: (await client.query(offersOf, own)).rows,
		views: await db
			.select({
				documentId: documentViews.documentId,
				firstAt: documentViews.firstAt,
				lastAt: documentViews.lastAt,
				times: documentViews.times,
			})
			.from(documentViews)
			.where(and(eq(documentViews.workspaceId, workspaceId), eq(documentViews.contactId, contactId)))
			.limit(10_000),
		waysIn: {
			password: await db
				.select({ setAt: contactPasswords.setAt })
				.from(contactPasswords)
				.where(and(eq(contactPasswords.workspaceId, workspaceId), eq(contactPasswords.contactId, contactId))),
			passkeys: await db
				.select({ name: passkeys.name, createdAt: passkeys.createdAt, lastUsedAt: passkeys.lastUsedAt })
				.from(passkeys)
				.where(and(eq(passkeys.workspaceId, workspaceId), eq(passkeys.contactId, contactId)))
				.limit(most),
			devices: await db
				.select({ firstSeenAt: devices.firstSeenAt, lastSeenAt: devices.lastSeenAt })
				.from(devices)
				.where(and(eq(devices.workspaceId, workspaceId), eq(devices.contactId, contactId)))
				.limit(most),
			directLinks: await db
				.select({
					target: directLinks.targetType,
					targetId: directLinks.targetId,
					createdAt: directLinks.createdAt,
					expiresAt: directLinks.expiresAt,
					revokedAt: directLinks.revokedAt,
					lastOpenedAt: directLinks.lastOpenedAt,
					timesOpened: directLinks.timesOpened,
				})
				.from(directLinks)
				.where(and(eq(directLinks.workspaceId, workspaceId), eq(directLinks.contactId, contactId)))
				.orderBy(asc(directLinks.id))
				.limit(most),
		},
		terms: await db
			.select({
				title: terms.title,
				version: termsAcceptances.version,
				language: termsAcceptances.language,
				sha256: termsAcceptances.sha256,
				at: termsAcceptances.at,
				ip: termsAcceptances.ip,
				userAgent: termsAcceptances.userAgent,
			})
			.from(termsAcceptances)
			.leftJoin(terms, and(eq(terms.workspaceId, workspaceId), eq(terms.id, termsAcceptances.termsId)))
			.where(and(eq(termsAcceptances.workspaceId, workspaceId), eq(termsAcceptances.contactId, contactId)))
			.orderBy(asc(termsAcceptances.at))
			.limit(most),
		// Only where the form made the contact: whoever else typed a known address may be another.
		forms: await db
			.select({
				firstName: registrations.firstName,
				lastName: registrations.lastName,
				email: registrations.email,
				phone: registrations.phone,
				address: registrations.address,
				message: registrations.message,
				marketingOptIn: registrations.marketingOptIn,
				ip: registrations.ip,
				userAgent: registrations.userAgent,
				createdAt: registrations.createdAt,
			})
			.from(registrations)
			.where(
				and(
					eq(registrations.workspaceId, workspaceId),
					eq(registrations.contactId, contactId),
					eq(registrations.outcome, 'created'),
				),
			)
			.limit(most),
	}
}
