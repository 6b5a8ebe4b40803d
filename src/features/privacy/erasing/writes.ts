import { namedFiles } from '#features/documents/uploads/reads.ts'
import { authorTrace } from '#features/kept/rules.ts'
import { fold } from '#features/people/search/rules.ts'
import { refreshSearch } from '#features/people/search/writes.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { m } from '#messages'
import { theApp } from '#platform/app/app.ts'
import { now } from '#platform/clock/clock.ts'
import { read, type Writer, write } from '#platform/db/db.ts'
import { pickLocale } from '#platform/i18n/locale.ts'
import { newId } from '#platform/id/id.ts'
import { actorOf, type CompanyScope, type SystemScope } from '#platform/scope/scope.ts'
import { privacyEvent } from '../events.ts'
import { deleteBelongings } from './belongings/writes.ts'
import { scrubItems } from './items/writes.ts'
import { scrubProjects } from './projects/writes.ts'
import { type ErasureReport, scrubber } from './rules.ts'
import {
	reindexConversations,
	scrubDocuments,
	scrubEvents,
	scrubImports,
	scrubMessages,
	scrubRecords,
} from './texts/writes.ts'
import { type Erasable, erasable, namesOfOthers } from './traits/reads.ts'

export const deleteFilesJob = 'privacy.deleteFiles'

export type Erased = { ok: true; report: ErasureReport } | { ok: false; reason: 'not_found' }

/**
 * Forgets a person for good, in one transaction. What belongs to it alone is removed; what the company has to keep
 * (what was agreed and done for an account, and that it happened) stays, with a pseudonym in place of the person.
 * `texts`: what it wrote is removed as well, not only its name in it.
 */
export function eraseContact(scope: CompanyScope, contactId: string, options: { texts: boolean }): Promise<Erased> {
	return write(scope, async (writer): Promise<Erased> => {
		const person = await erasable(writer, contactId)
		if (!person) return { ok: false, reason: 'not_found' }
		const { language } = await currentWorkspace(writer)
		const at = { locale: pickLocale(language, null, language) }
		const pseudonym = m.privacy_pseudonym({ code: contactId.slice(-6).toUpperCase() }, at)
		const taken = await namesOfOthers(writer, person)
		const own = { ...person.traits, words: person.traits.words.filter((word) => !taken.has(word)) }
		const scrub = scrubber(own, pseudonym)
		const words = { instead: m.privacy_removed_text({}, at), pseudonym }
		const removed = await removeAll(writer, person, options.texts, words)
		const pseudonymised = {
			messages: await scrubMessages(writer, person, scrub),
			documents: await scrubDocuments(writer, person, scrub),
			projects: await scrubProjects(writer, person, scrub),
			actionItems: await scrubItems(writer, person, scrub, { ...words, texts: options.texts }),
			events: await scrubEvents(writer, person, scrub),
			accounts: await scrubRecords(writer, person, scrub),
			importRows: await scrubImports(writer, person, scrub),
		}
		await replace(writer, person, pseudonym)
		await refreshSearch(writer, { contactIds: person.ids, accountIds: person.accountIds })
		const report = { removed, pseudonymised, kept: await whatStays(writer, person) }
		await close(writer, contactId, report)
		await writer.emit(privacyEvent('contact.erased', contactId, { report }))
		return { ok: true, report }
	})
}

async function removeAll(
	writer: Writer<CompanyScope>,
	person: Erasable,
	texts: boolean,
	{ instead, pseudonym }: { instead: string; pseudonym: string },
): Promise<Record<string, number>> {
	const { client, scope } = writer
	const among = [scope.workspaceId, person.ids]
	const documents = await removeFiles(writer, person)
	const wrote = `workspace_id = $1 and author_type = 'contact' and author_id = any($2)`
	const { rows: written } = await client.query<{ conversation_id: string }>(
		`update messages set body = $3 where ${wrote} ${texts ? '' : `and body = ''`} returning conversation_id`,
		[...among, instead],
	)
	await reindexConversations(writer, [...new Set(written.map((row) => row.conversation_id))])
	const deliveries = await client.query(
		`update deliveries set recipient = '', payload = null, error = null,
			status = case when status = 'queued' then 'skipped' else status end
		where workspace_id = $1 and (contact_id = any($2) or lower(recipient) = any($3))`,
		[...among, [...person.traits.phrases.map((text) => text.toLowerCase()), ...person.traits.phones]],
	)
	await client.query(
		`update delivery_log l set message = null from deliveries d where l.workspace_id = $1 and d.workspace_id = $1
			and d.id = l.delivery_id and d.contact_id = any($2)`,
		among,
	)
	await client.query('delete from sms_opt_outs where workspace_id = $1 and phone = any($2)', [
		scope.workspaceId,
		person.traits.phones,
	])
	await client.query(
		`delete from conversation_reads where workspace_id = $1 and reader_type = 'contact' and reader_id = any($2)`,
		among,
	)
	await client.query('delete from kept_forms where workspace_id = $1 and author = any($2)', [
		scope.workspaceId,
		person.ids.map((id) => authorTrace(scope.workspaceId, id)),
	])
	const known = [...person.ids, ...person.traits.phrases, ...person.traits.phones]
	await client.query(
		`delete from idempotency_keys where workspace_id = $1 and exists (
			select from unnest($2::text[]) k where position(k in lower(coalesce(response, ''))) > 0)`,
		[scope.workspaceId, known.map((text) => text.toLowerCase())],
	)
	const registrations = await client.query(
		`delete from registrations where workspace_id = $1 and (contact_id = any($2) or lower(email) = any($3) or phone = any($4))`,
		[...among, person.traits.phrases.map((text) => text.toLowerCase()), person.traits.phones],
	)
	// That and when it accepted which terms and offers has to stay; from where is no part of that.
	await client.query(
		`update offer_decisions set ip = '', user_agent = '' where workspace_id = $1 and contact_id = any($2)`,
		among,
	)
	await client.query(
		`update terms_acceptances set ip = '', user_agent = '' where workspace_id = $1 and contact_id = any($2)`,
		among,
	)
	await forgetName(writer, person, pseudonym)
	const others = await deleteBelongings(writer, person.ids)
	return {
		...others,
		registrations: registrations.rowCount ?? 0,
		documents,
		messageTexts: texts ? written.length : 0,
		deliveries: deliveries.rowCount ?? 0,
	}
}

/** What it was called by whom it was let in by, who may have called it otherwise than it is. */
async function forgetName({ client, scope }: Writer, { ids }: Erasable, pseudonym: string): Promise<void> {
	await client.query(
		`update events set data = data || jsonb_build_object('person', $3::text)
		where workspace_id = $1 and type in ('contact.delegateInvited', 'contact.delegateRemoved')
			and data->>'delegationId' in (select id from delegations where workspace_id = $1 and contact_id = any($2))`,
		[scope.workspaceId, ids, pseudonym],
	)
}

/** Files that the person sent, or was about to send. Their contents go once this is committed. */
async function removeFiles({ client, scope, enqueue }: Writer, { ids }: Erasable): Promise<number> {
	const own = `select id from documents where workspace_id = $1 and author_type = 'contact' and author_id = any($2)`
	const among = [scope.workspaceId, ids]
	await client.query(`delete from message_attachments where workspace_id = $1 and document_id in (${own})`, among)
	const earlier = await client.query<{ storage_key: string }>(
		`delete from document_versions where workspace_id = $1 and (document_id in (${own}) or author_type = 'contact' and author_id = any($2))
		returning storage_key`,
		among,
	)
	const { rows } = await client.query<{ keys: (string | null)[] }>(
		`delete from documents where workspace_id = $1 and id in (${own}) returning array[storage_key, thumbnail_key, display_key] as keys`,
		among,
	)
	const exported = await client.query<{ file_key: string }>(
		'select file_key from data_exports where workspace_id = $1 and contact_id = any($2) and file_key is not null',
		among,
	)
	const begun = await client.query<{ parts: string[] }>(
		`delete from uploads where workspace_id = $1 and owner_type = 'contact' and owner_id = any($2) returning parts`,
		among,
	)
	const keys = [
		...rows.flatMap((row) => row.keys),
		...begun.rows.flatMap(({ parts }) => parts),
		...earlier.rows.map((row) => row.storage_key),
		...exported.rows.map((row) => row.file_key),
	].filter((key) => key !== null)
	for (let i = 0; i < keys.length; i += 500) await enqueue(deleteFilesJob, { keys: keys.slice(i, i + 500) })
	return rows.length
}

/** The record itself: an empty one, by which what stays is still one person's. */
async function replace({ client, scope }: Writer, { ids }: Erasable, pseudonym: string): Promise<void> {
	await client.query(
		`update contacts set external_id = null, first_name = '', last_name = $3, sort_name = $4, email = null, phone = null,
			phone_extension = null, marketing_opt_in = false, access_areas = '{}', portal_status = 'notEnrolled',
			suspended_note = null, status_before_suspension = null, invitation_bounced = false, invited_at = null,
			registered_at = null, last_seen_at = null, notes = '', notice_choices = '{}', may_invite = false, search = '',
			erased_at = $5, archived_at = coalesce(archived_at, $5), updated_at = $5
		where workspace_id = $1 and id = any($2)`,
		[scope.workspaceId, ids, pseudonym, fold(pseudonym), now()],
	)
}

async function whatStays({ client, scope }: Writer, { ids, accountIds }: Erasable): Promise<Record<string, number>> {
	const { rows } = await client.query<Record<string, number>>(
		`select (select count(*)::int from conversations where workspace_id = $1 and contact_id = any($2)) as conversations,
			(select count(*)::int from messages m join conversations c on c.workspace_id = m.workspace_id and c.id = m.conversation_id
				where m.workspace_id = $1 and c.contact_id = any($2)) as messages,
			(select count(*)::int from documents where workspace_id = $1 and account_id = any($3)) as documents,
			(select count(*)::int from events where workspace_id = $1 and contact_id = any($2)) as events,
			(select count(*)::int from sites where workspace_id = $1 and account_id = any($3)) as sites`,
		[scope.workspaceId, ids, accountIds],
	)
	return rows[0] ?? {}
}

/** What was asked for is done; what nobody asked for is written down as done by who did it. */
async function close(writer: Writer<CompanyScope>, contactId: string, report: ErasureReport): Promise<void> {
	const { client, scope } = writer
	const values = [scope.workspaceId, contactId, JSON.stringify(report), now()]
	const { rowCount } = await client.query(
		`update erasures set status = 'done', report = $3, finished_at = $4 where workspace_id = $1 and contact_id = $2 and status = 'asked'`,
		values,
	)
	if (rowCount) return
	const actor = actorOf(scope)
	await client.query(
		`insert into erasures (workspace_id, id, contact_id, status, asked_by_type, asked_by_id, report, created_at, finished_at)
		values ($1, $5, $2, 'done', $6, $7, $3, $4, $4)`,
		[...values, newId('ers'), actor.type, actor.id],
	)
}

/** Takes contents out of storage, but for those that something still names. */
export async function deleteFiles(scope: SystemScope, keys: string[]): Promise<void> {
	const named = await read(scope, async (reader) => {
		const { rows } = await reader.client.query<{ key: string }>(
			'select file_key as key from data_exports where workspace_id = $1 and file_key = any($2)',
			[scope.workspaceId, keys],
		)
		return (await namedFiles(reader, keys)).union(new Set(rows.map(({ key }) => key)))
	})
	for (const key of keys) if (!named.has(key)) await theApp().storage.delete(key)
}
