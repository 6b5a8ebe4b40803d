import type { EventInput } from '#platform/events/insert.ts'
import type { Conversation } from './tables.ts'

type ConversationEvent = 'conversation.assigned' | 'conversation.done' | 'conversation.reopened'

declare module '#platform/events/insert.ts' {
	interface EventTypes {
		messages: 'message.sent' | 'message.noted' | 'message.read' | ConversationEvent
	}
}

type Of = Pick<Conversation, 'id' | 'accountId' | 'contactId'>

/** Somebody wrote. A note among colleagues names no contact: nobody outside may hear that there is one. */
export function messageSent(conversation: Of, messageId: string, internal: boolean): EventInput {
	return {
		type: internal ? 'message.noted' : 'message.sent',
		subject: { type: 'message', id: messageId },
		accountId: conversation.accountId,
		contactId: internal ? null : conversation.contactId,
		data: { conversationId: conversation.id },
		hint: { conversation: conversation.id },
	}
}

/** The other side saw messages for the first time, up to this one. */
export function messageRead(conversation: Of, upTo: string): EventInput {
	return {
		type: 'message.read',
		subject: { type: 'message', id: upTo },
		accountId: conversation.accountId,
		contactId: conversation.contactId,
		data: { conversationId: conversation.id },
		hint: { conversation: conversation.id },
	}
}

/** Who answers it, or whether it is done: the company's own business. */
export function conversationChanged(
	conversation: Of,
	type: ConversationEvent,
	data: Record<string, unknown> = {},
): EventInput {
	return {
		type,
		subject: { type: 'conversation', id: conversation.id },
		accountId: conversation.accountId,
		data: { conversationId: conversation.id, ...data },
		hint: { conversation: conversation.id },
	}
}
