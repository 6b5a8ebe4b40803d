import { and, eq } from 'drizzle-orm'
import { addDocuments } from '#features/documents/writes.ts'
import {
	assignConversation,
	setConversationStatus,
	startConversation,
} from '#features/messages/conversations/writes.ts'
import { messages } from '#features/messages/tables.ts'
import { markRead } from '#features/messages/unread/writes.ts'
import { sendMessage } from '#features/messages/writes.ts'
import { read, write } from '#platform/db/db.ts'
import type { ClientScope, StaffScope } from '#platform/scope/scope.ts'
import { photo } from './files.ts'
import { asClient, asMember, type Cast, daysAgo } from './stage.ts'
import { type Line, type Talk, talks } from './talks.ts'

/** Lets clients and staff write to each other, each under its own scope, as the pages would. */
export async function seedTalks(cast: Cast): Promise<void> {
	for (const talk of talks) await seedTalk(cast, talk)
}

async function seedTalk(cast: Cast, talk: Talk): Promise<void> {
	const person = cast.people[talk.household]
	const [first] = talk.lines
	if (!person || !first) return
	const { contactId, accountId } = person
	const client = asClient(cast, person)
	const place = { accountId, contactId }
	const conversationId = await daysAgo(first.ago / 24, () => startConversation(cast.scope, place))
	if (!conversationId) throw new Error('a demo conversation could not begin')
	let last = ''
	for (const line of talk.lines) {
		const scope = line.from === 'client' ? client : asMember(cast, line.from)
		last = await say(cast, scope, { accountId, conversationId }, line)
		if (line.from === 'client')
			await daysAgo(line.ago / 24 - 0.01, () => markRead(asMember(cast, 'Dev'), conversationId, last))
	}
	if (!talk.unread) await markRead(client, conversationId, last)
	if (talk.assigned) await assignConversation(cast.scope, conversationId, cast.staff.get(talk.assigned) ?? null)
	if (talk.done) await setConversationStatus(cast.scope, conversationId, 'done')
	await seenUpTo(client, conversationId, talk)
}

async function say(
	cast: Cast,
	scope: ClientScope | StaffScope,
	place: { accountId: string; conversationId: string },
	line: Line,
): Promise<string> {
	const { accountId, conversationId } = place
	const files = line.photo ? [await photo(cast.scope.workspaceId, line.photo, Math.round(line.ago))] : []
	return daysAgo(line.ago / 24, async () => {
		const placement = { accountId, siteId: null, folder: 'other' as const, sharedWithPortal: true, conversationId }
		const attached = await write(scope, (writer) => addDocuments(writer, files, placement))
		const attachments = attached.map(({ id }) => id)
		const sent = await sendMessage(
			scope,
			{ conversationId },
			{ body: line.text, attachments, internal: line.internal ?? false },
		)
		if (!sent.ok) throw new Error(`a demo message was refused: ${sent.reason}`)
		return sent.messageId
	})
}

/** Where the last word is unread, the client has still seen what came before her own last answer. */
async function seenUpTo(client: ClientScope, conversationId: string, talk: Talk): Promise<void> {
	if (!talk.unread) return
	const rows = await read(client, ({ db }) =>
		db
			.select({ id: messages.id })
			.from(messages)
			.where(
				and(
					eq(messages.workspaceId, client.workspaceId),
					eq(messages.conversationId, conversationId),
					eq(messages.authorType, 'contact'),
				),
			)
			.orderBy(messages.id),
	)
	const own = rows.at(-1)
	if (own) await markRead(client, conversationId, own.id)
}
