import { and, eq, isNull } from 'drizzle-orm'
import { members } from '#features/access/tables.ts'
import { accounts, contactLinks, contacts } from '#features/people/tables.ts'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import { isId, newId } from '#platform/id/id.ts'
import type { ClientScope, CompanyScope } from '#platform/scope/scope.ts'
import { conversationChanged } from '../events.ts'
import { linkedAccount, visibleConversations } from '../policy.ts'
import { type Conversation, conversations } from '../tables.ts'

/** A conversation that is there, or the account (and for the company the contact) of one that may not have begun. */
export type Place = { conversationId: string } | { accountId: string; contactId?: string }

/**
 * The conversation of a place, begun if need be and locked until the transaction ends, so that what
 * is written in it is written one after the other. Null where it does not exist for this scope.
 */
export async function place(writer: Writer<ClientScope | CompanyScope>, to: Place): Promise<Conversation | null> {
	if ('conversationId' in to) return lock(writer, eq(conversations.id, to.conversationId))
	const contactId = writer.scope.kind === 'client' ? writer.scope.contactId : to.contactId
	if (!contactId || !(await mayBegin(writer, to.accountId, contactId))) return null
	const { workspaceId } = writer.scope
	const row = { workspaceId, id: newId('cnv'), accountId: to.accountId, contactId, createdAt: now(), updatedAt: now() }
	await writer.db.insert(conversations).values(row).onConflictDoNothing()
	return lock(writer, and(eq(conversations.accountId, to.accountId), eq(conversations.contactId, contactId)))
}

async function lock({ db, scope }: Writer, which: ReturnType<typeof and>): Promise<Conversation | null> {
	if (!which) return null
	const [row] = await db
		.select()
		.from(conversations)
		.where(and(visibleConversations(scope), which))
		.for('update')
	return row ?? null
}

/** Between an account and a contact that is linked to it. */
async function mayBegin({ db, scope }: Writer, accountId: string, contactId: string): Promise<boolean> {
	if (!isId('acc', accountId) || !isId('con', contactId)) return false
	if (scope.kind === 'client' && !scope.areas.includes('messages')) return false
	const own = scope.kind === 'client' ? linkedAccount(scope, accounts.id) : undefined
	const [found] = await db
		.select({ id: accounts.id })
		.from(accounts)
		.innerJoin(
			contactLinks,
			and(
				eq(contactLinks.workspaceId, accounts.workspaceId),
				eq(contactLinks.accountId, accounts.id),
				isNull(contactLinks.projectId),
			),
		)
		.innerJoin(contacts, and(eq(contacts.workspaceId, accounts.workspaceId), eq(contacts.id, contactLinks.contactId)))
		.where(
			and(
				eq(accounts.workspaceId, scope.workspaceId),
				eq(accounts.id, accountId),
				isNull(accounts.archivedAt),
				eq(contacts.id, contactId),
				isNull(contacts.archivedAt),
				own,
			),
		)
		.limit(1)
	return found !== undefined
}

/** Begins the conversation of an account and one of its contacts, or gives the one that is there. */
export async function startConversation(scope: ClientScope | CompanyScope, to: Place): Promise<string | null> {
	return write(scope, async (writer) => (await place(writer, to))?.id ?? null)
}

export type Changed = { ok: true } | { ok: false; reason: 'not_found' | 'member_unknown' }

export interface ConversationChange {
	subject?: string
	/** Done is put away; a client's next message takes it up again by itself. */
	status?: 'open' | 'done'
	/** The member who answers; null takes it from everybody. */
	assignedTo?: string | null
}

/** Changes what is named; each change that makes a difference is told once. */
export async function changeConversation(
	scope: CompanyScope,
	id: string,
	change: ConversationChange,
): Promise<Changed> {
	return write(scope, async (writer): Promise<Changed> => {
		const before = await place(writer, { conversationId: id })
		if (!before) return { ok: false, reason: 'not_found' }
		const { subject = before.subject, status = before.status, assignedTo = before.assignedTo } = change
		const assigned = assignedTo !== before.assignedTo
		if (assigned && assignedTo !== null && !(await mayAnswer(writer, assignedTo))) {
			return { ok: false, reason: 'member_unknown' }
		}
		await update(writer, id, { subject, status, assignedTo })
		if (assigned) await writer.emit(conversationChanged(before, 'conversation.assigned', { memberId: assignedTo }))
		if (status !== before.status) {
			await writer.emit(conversationChanged(before, status === 'done' ? 'conversation.done' : 'conversation.reopened'))
		}
		return { ok: true }
	})
}

/** Says which member answers; null takes it from everybody. */
export function assignConversation(scope: CompanyScope, id: string, memberId: string | null): Promise<Changed> {
	return changeConversation(scope, id, { assignedTo: memberId })
}

/** Puts it away as done, or takes it up again. */
export function setConversationStatus(scope: CompanyScope, id: string, status: 'open' | 'done'): Promise<Changed> {
	return changeConversation(scope, id, { status })
}

async function mayAnswer({ db, scope }: Writer, memberId: string): Promise<boolean> {
	const [member] = await db
		.select({ role: members.role })
		.from(members)
		.where(and(eq(members.workspaceId, scope.workspaceId), eq(members.id, memberId), eq(members.status, 'active')))
	return member !== undefined && member.role !== 'technician'
}

async function update({ db, scope }: Writer, id: string, change: Partial<Conversation>): Promise<void> {
	await db
		.update(conversations)
		.set({ ...change, updatedAt: now() })
		.where(and(eq(conversations.workspaceId, scope.workspaceId), eq(conversations.id, id)))
}
