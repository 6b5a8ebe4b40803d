import { createHash } from 'node:crypto'
import { and, eq, lt, sql } from 'drizzle-orm'
import type { Device } from '#features/access/sessions/writes.ts'
import { contacts } from '#features/people/tables.ts'
import { currentWorkspace, forgetHosts } from '#features/workspaces/reads.ts'
import { workspaces } from '#features/workspaces/tables.ts'
import { now } from '#platform/clock/clock.ts'
import { write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { actorOf, type ClientScope, type CompanyScope } from '#platform/scope/scope.ts'
import { termsAccepted, termsPublished } from './events.ts'
import { termsOfVersion } from './reads.ts'
import { versionFor } from './rules.ts'
import type { TermsInput } from './schema.ts'
import { type Terms, terms, termsAcceptances } from './tables.ts'

/** Publishes a text: from the next request on, every contact who reads this language is asked to accept it. */
export async function publishTerms(scope: CompanyScope, { language, title, body }: TermsInput): Promise<Terms> {
	const published = await write(scope, async ({ db, emit }) => {
		const { workspaceId } = scope
		// The company's row is the lock under which versions are counted.
		await db
			.select({ id: workspaces.workspaceId })
			.from(workspaces)
			.where(eq(workspaces.workspaceId, workspaceId))
			.for('update')
		const [last] = await db
			.select({ version: sql<number>`coalesce(max(${terms.version}), 0)::int` })
			.from(terms)
			.where(eq(terms.workspaceId, workspaceId))
		const by = actorOf(scope)
		const made: Terms = {
			id: newId('trm'),
			version: (last?.version ?? 0) + 1,
			language,
			title,
			body,
			sha256: hashOf(title, body),
			createdBy: by.type === 'member' ? by.id : null,
			createdAt: now(),
		}
		await db.insert(terms).values({ workspaceId, ...made })
		await db
			.update(workspaces)
			.set({ terms: sql`${workspaces.terms} || ${JSON.stringify({ [language]: made.version })}::jsonb` })
			.where(eq(workspaces.workspaceId, workspaceId))
		await emit(termsPublished(made))
		return made
	})
	forgetHosts()
	return published
}

/** What was accepted, so that nobody can say it was another text. */
function hashOf(title: string, body: string): string {
	return createHash('sha256').update(`${title}\n\n${body}`).digest('hex')
}

export type Accepted = { ok: true } | { ok: false; reason: 'outdated' }

/**
 * A contact accepts the version that it was shown. One that is not what it would read now is not accepted; a second
 * click changes nothing.
 */
export function acceptTerms(scope: ClientScope, version: number, device: Device): Promise<Accepted> {
	return write(scope, async (writer): Promise<Accepted> => {
		const { terms: versions, language } = await currentWorkspace(writer)
		const shown = await termsOfVersion(writer, version)
		if (!shown || versionFor(versions, scope.locale, language) !== version) return { ok: false, reason: 'outdated' }
		const { workspaceId, contactId } = scope
		const [first] = await writer.db
			.update(contacts)
			.set({ termsVersion: version })
			.where(and(eq(contacts.workspaceId, workspaceId), eq(contacts.id, contactId), lt(contacts.termsVersion, version)))
			.returning({ id: contacts.id })
		if (!first) return { ok: true }
		await writer.db.insert(termsAcceptances).values({
			workspaceId,
			id: newId('tac'),
			contactId,
			termsId: shown.id,
			version,
			language: shown.language,
			sha256: shown.sha256,
			ip: device.ip,
			userAgent: device.userAgent.slice(0, 500),
			at: now(),
		})
		await writer.emit(termsAccepted(contactId, shown, device.ip))
		return { ok: true }
	})
}
