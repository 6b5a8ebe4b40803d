import { makeZip } from 'client-zip'
import { and, eq, lt } from 'drizzle-orm'
import { queueDelivery } from '#features/notifications/writes.ts'
import { contacts } from '#features/people/tables.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import type { Workspace } from '#features/workspaces/tables.ts'
import { theApp, workspaceUrl } from '#platform/app/app.ts'
import { now } from '#platform/clock/clock.ts'
import { read, type Writer, write } from '#platform/db/db.ts'
import { newKey } from '#platform/files/storage.ts'
import { pickLocale } from '#platform/i18n/locale.ts'
import { newId } from '#platform/id/id.ts'
import { spend } from '#platform/limits/limits.ts'
import { actorOf, type ClientScope, type CompanyScope, type SystemScope } from '#platform/scope/scope.ts'
import { privacyEvent } from '../events.ts'
import { answersOf } from '../gathering/answers/reads.ts'
import { deliveriesOf, documentsOf, historyOf, messagesOf, type PersonData, personOf } from '../gathering/reads.ts'
import { encode, indexPage, jsonList, pathOf } from '../gathering/rules.ts'
import { standingOf } from '../gathering/standing/reads.ts'
import { type DataExport, dataExports } from '../tables.ts'

export const gatherJob = 'privacy.gather'
const daysKept = 7
const limit = { name: 'data-export', points: 5, duration: 86_400 }

export type Asked =
	| { ok: true; export: DataExport }
	| { ok: false; reason: 'not_found' }
	| { ok: false; reason: 'tooMany'; retryAfter: number }

/** Asks for all data of a person; a client only for its own. What waits already is given again. */
export async function askForData(scope: ClientScope | CompanyScope, contactId: string): Promise<Asked> {
	if (scope.kind === 'client' && contactId !== scope.contactId) return { ok: false, reason: 'not_found' }
	const there = await read(scope, ({ db }) =>
		db.select({ id: contacts.id }).from(contacts).where(contactIs(scope, contactId)),
	)
	if (there.length === 0) return { ok: false, reason: 'not_found' }
	const spent = await spend(limit, `${scope.workspaceId} ${contactId}`)
	if (!spent.ok) return { ok: false, reason: 'tooMany', retryAfter: spent.retryAfter }
	return write(scope, async (writer): Promise<Asked> => {
		const actor = actorOf(scope)
		const [made] = await writer.db
			.insert(dataExports)
			.values({
				workspaceId: scope.workspaceId,
				id: newId('dxp'),
				contactId,
				status: 'queued',
				requestedByType: actor.type,
				requestedById: actor.id,
				createdAt: now(),
			})
			.onConflictDoNothing()
			.returning()
		if (made) {
			await writer.enqueue(gatherJob, { exportId: made.id })
			await writer.emit(privacyEvent('contact.dataExported', contactId, { exportId: made.id }))
			return { ok: true, export: made }
		}
		const queued = and(eq(dataExports.contactId, contactId), eq(dataExports.status, 'queued'))
		const [waiting] = await writer.db
			.select()
			.from(dataExports)
			.where(and(eq(dataExports.workspaceId, scope.workspaceId), queued))
		return waiting ? { ok: true, export: waiting } : { ok: false, reason: 'not_found' }
	})
}

function contactIs({ workspaceId }: { workspaceId: string }, id: string) {
	return and(eq(contacts.workspaceId, workspaceId), eq(contacts.id, id))
}

/** Puts the file together and into storage, without ever holding it whole. Done twice it is there once. */
export async function gatherData(scope: SystemScope, exportId: string): Promise<void> {
	const queued = and(
		eq(dataExports.workspaceId, scope.workspaceId),
		eq(dataExports.id, exportId),
		eq(dataExports.status, 'queued'),
	)
	const found = await read(scope, async (reader) => {
		const [row] = await reader.db.select().from(dataExports).where(queued)
		const person = row ? await personOf(reader, row.contactId) : null
		return row && person ? { row, person, more: await standingOf(reader, row.contactId) } : null
	})
	if (!found) return
	const { row, person } = found
	const workspace = await read(scope, currentWorkspace)
	const { storage } = theApp()
	const key = newKey(`${scope.workspaceId}/exports`)
	const stored = await storage.put(key, makeZip(entries(scope, person, found.more, workspace)), {
		contentType: 'application/zip',
	})
	const done = await write(scope, async (writer) => {
		const expiresAt = new Date(now().getTime() + daysKept * 86_400_000)
		const [ready] = await writer.db
			.update(dataExports)
			.set({ status: 'ready', fileKey: key, fileSize: stored.size, finishedAt: now(), expiresAt })
			.where(queued)
			.returning()
		if (ready && row.requestedByType === 'contact') await tell(writer, person, workspace)
		return ready !== undefined
	})
	if (!done) await storage.delete(key)
}

async function tell(writer: Writer, { profile }: PersonData, workspace: Workspace): Promise<void> {
	if (!profile.email) return
	await queueDelivery(writer, {
		event: 'contact.dataExported',
		template: 'dataReady',
		channel: 'email',
		recipient: profile.email,
		contactId: profile.id,
		language: profile.language,
		values: { link: workspaceUrl(workspace, '/profile#data'), days: daysKept },
	})
}

async function* entries(
	scope: SystemScope,
	person: PersonData,
	more: Awaited<ReturnType<typeof standingOf>>,
	workspace: { name: string; language: string; timeZone: string },
) {
	const { profile, conversations, accounts, sites, sessions, invited } = person
	const { id, language } = profile
	const talks = conversations.map((talk) => talk.id)
	const json = (value: unknown) => encode(`${JSON.stringify(value, null, '\t')}\n`)
	const lastModified = now()
	const locale = pickLocale(language, null, workspace.language)
	yield {
		name: 'index.html',
		lastModified,
		input: indexPage({
			company: workspace.name,
			locale,
			timeZone: workspace.timeZone,
			person,
			documents: documentsOf(scope, id, person),
			messages: messagesOf(scope, id, talks),
		}),
	}
	const people = invited.map(({ name, email, phone, createdAt }) => ({ name, email, phone, createdAt }))
	yield { name: 'person.json', lastModified, input: json({ ...profile, accounts, sites, invited: people }) }
	yield { name: 'conversations.json', lastModified, input: json(conversations) }
	yield { name: 'messages.json', lastModified, input: jsonList(messagesOf(scope, id, talks)) }
	yield { name: 'deliveries.json', lastModified, input: jsonList(deliveriesOf(scope, id)) }
	yield { name: 'history.json', lastModified, input: jsonList(historyOf(scope, id)) }
	yield { name: 'sessions.json', lastModified, input: json(sessions) }
	yield { name: 'views.json', lastModified, input: json(more.views) }
	yield { name: 'ways-in.json', lastModified, input: json(more.waysIn) }
	yield { name: 'terms.json', lastModified, input: json(more.terms) }
	yield { name: 'forms.json', lastModified, input: json(more.forms) }
	yield { name: 'projects.json', lastModified, input: json(more.projects) }
	yield { name: 'document-requests.json', lastModified, input: json(more.requests) }
	yield { name: 'visits.json', lastModified, input: json(more.visits) }
	yield { name: 'offers.json', lastModified, input: json(more.offers) }
	yield { name: 'answers.json', lastModified, input: jsonList(answersOf(scope, id)) }
	yield { name: 'documents.json', lastModified, input: jsonList(documentLines(scope, person)) }
	for await (const document of documentsOf(scope, id, person)) {
		const content = await theApp().storage.get(document.storageKey)
		if (content) yield { name: pathOf(document), lastModified: document.createdAt, input: content }
	}
}

async function* documentLines(scope: SystemScope, person: PersonData) {
	for await (const row of documentsOf(scope, person.profile.id, person)) {
		const { id, title, folder, contentType, size, sha256, accountId, siteId, createdAt } = row
		const mine = row.authorType === 'contact' && row.authorId === person.profile.id
		yield { id, title, folder, contentType, size, sha256, accountId, siteId, createdAt, mine, file: pathOf(row) }
	}
}

/** Takes files away whose time is over. */
export async function expireData(scope: SystemScope): Promise<void> {
	const over = and(
		eq(dataExports.workspaceId, scope.workspaceId),
		eq(dataExports.status, 'ready'),
		lt(dataExports.expiresAt, now()),
	)
	const rows = await read(scope, ({ db }) => db.select().from(dataExports).where(over).limit(10_000))
	for (const { id, fileKey } of rows) {
		if (fileKey) await theApp().storage.delete(fileKey)
		await write(scope, ({ db }) =>
			db
				.update(dataExports)
				.set({ status: 'expired', fileKey: null })
				.where(and(eq(dataExports.workspaceId, scope.workspaceId), eq(dataExports.id, id))),
		)
	}
}

/** Who took all that is kept of a person is worth a line in the log. */
export async function noteDownload(scope: ClientScope | CompanyScope, { id, contactId }: DataExport): Promise<void> {
	await write(scope, ({ emit }) => emit(privacyEvent('contact.dataDownloaded', contactId, { exportId: id })))
}
