import { m } from '#messages'
import type { Sentences } from '../schema.ts'

export const messages = {
	'message.sent': ({ who, contact, self, at }) =>
		self ? m.people_event_message_sent({ who }, at) : m.people_event_message_sent_to({ who, contact }, at),
	'message.noted': ({ who, at }) => m.people_event_message_noted({ who }, at),
	'message.read': ({ who, at }) => m.audit_event_message_read({ who }, at),
	'conversation.assigned': ({ who, at }) => m.people_event_conversation_assigned({ who }, at),
	'conversation.done': ({ who, at }) => m.people_event_conversation_done({ who }, at),
	'conversation.reopened': ({ who, at }) => m.people_event_conversation_reopened({ who }, at),
} satisfies Sentences
