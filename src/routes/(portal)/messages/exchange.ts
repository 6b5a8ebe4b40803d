/** What the conversation pages of both faces have in common; each route passes its own gate first. */
import { error, json, type RequestEvent, redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { receiveAttachments } from '#features/messages/attachments/writes.ts'
import { fileProblem, problemText } from '#features/messages/components/problems.ts'
import type { FilesTaken, Posted } from '#features/messages/components/wire.ts'
import { findPlace } from '#features/messages/conversations/reads.ts'
import type { Place } from '#features/messages/conversations/writes.ts'
import { postsOf } from '#features/messages/reads.ts'
import { messageInput } from '#features/messages/schema.ts'
import { announceTyping, markRead } from '#features/messages/unread/writes.ts'
import { sendMessage } from '#features/messages/writes.ts'
import { m } from '#messages'
import { read } from '#platform/db/db.ts'
import { spend } from '#platform/limits/limits.ts'
import type { ClientScope, StaffScope } from '#platform/scope/scope.ts'

type Event = Pick<RequestEvent, 'request' | 'url' | 'fetch' | 'locals'>
type Scope = ClientScope | StaffScope

/** A conversation's id, or an account's where the conversation has not begun. */
export function placeOf(id: string): Place {
	return id.startsWith('acc_') ? { accountId: id } : { conversationId: id }
}

/** Messages after or before one, as JSON; a person who comes here is led to the page. */
export async function posts(event: Event, scope: Scope, to: Place, page: string): Promise<Response> {
	if (event.request.headers.get('accept')?.includes('text/html')) redirect(303, page)
	const { searchParams } = event.url
	const range = { after: searchParams.get('after'), before: searchParams.get('before') }
	const found = await read(scope, async (reader) => {
		const there = await findPlace(reader, to)
		return there && postsOf(reader, there.conversation?.id ?? null, range)
	})
	return found ? json(found) : error(404)
}

const sendLimit = 4 * 1024 * 1024
/** Far above what a person writes or adds; pages wait and try again by themselves. */
const perClient = { name: 'client-posts', points: 300, duration: 60 }

async function tooMany(scope: Scope): Promise<Response | null> {
	if (scope.kind !== 'client') return null
	const spent = await spend(perClient, `${scope.workspaceId} ${scope.contactId}`)
	return spent.ok ? null : new Response(null, { status: 429, headers: { 'retry-after': String(spent.retryAfter) } })
}

/** Takes a new message: JSON from the page, a form where scripts are off. */
export async function post(event: Event, scope: Scope, to: Place, page: string): Promise<Response> {
	const refused = await tooMany(scope)
	if (refused) return refused
	if (!event.request.headers.get('content-type')?.startsWith('application/json'))
		return postForm(event, scope, to, page)
	if (Number(event.request.headers.get('content-length') ?? 0) > sendLimit) {
		return json({ ok: false, reason: 'message_too_long' } satisfies Posted, { status: 422 })
	}
	const input = messageInput.safeParse(await event.request.json().catch(() => null))
	if (!input.success) error(400)
	const sent = await sendMessage(scope, to, input.data)
	if (sent.ok)
		return json({ ok: true, messageId: sent.messageId, conversationId: sent.conversationId } satisfies Posted)
	if (sent.reason === 'not_found') error(404)
	return json({ ok: false, reason: sent.reason } satisfies Posted, { status: 422 })
}

async function postForm(event: Event, scope: Scope, to: Place, page: string): Promise<Response> {
	const received = await receiveAttachments(scope, to, event.request, { optional: true })
	if (!received.ok && received.reason === 'not_found') error(404)
	const { text = '', clientKey, internal } = received.fields
	if (!received.ok) {
		const wrong =
			received.reason === 'tooLarge' && !received.filename
				? problemText('message_too_long', text)
				: fileProblem(received.reason)
		return again(
			event,
			page,
			text,
			received.filename ? m.messages_file_named({ name: received.filename, problem: wrong }) : wrong,
		)
	}
	const attachments = received.files.map((file) => file.id)
	const input = messageInput.safeParse({ body: text, attachments, internal: internal === 'true', clientKey })
	if (!input.success) error(400)
	const sent = await sendMessage(scope, { conversationId: received.conversationId }, input.data)
	if (!sent.ok) return again(event, page, text, problemText(sent.reason, text))
	return redirect(303, `${page.replace(/[^/]+$/, sent.conversationId)}#end`)
}

/** Texts that were not taken, for the page that is shown in answer; taken out by it the next instant. */
const drafts = new Map<string, { text: string; problem: string }>()

/** Answers with the page itself, the text still in its field and what is wrong above it. */
async function again(event: Event, page: string, text: string, problem: string): Promise<Response> {
	const token = crypto.randomUUID()
	drafts.set(token, { text, problem })
	try {
		const shown = await event.fetch(`${page}?draft=${token}`, { headers: { accept: 'text/html' } })
		return shown.ok ? new Response(shown.body, { status: 422, headers: shown.headers }) : shown
	} finally {
		drafts.delete(token)
	}
}

export function draftOf(url: URL): { text: string; problem: string } | null {
	return drafts.get(url.searchParams.get('draft') ?? '') ?? null
}

/** Takes files for a message that is being written. */
export async function files(event: Event, scope: Scope, to: Place): Promise<Response> {
	const refused = await tooMany(scope)
	if (refused) return refused
	const received = await receiveAttachments(scope, to, event.request)
	if (received.ok) {
		const { conversationId, files: taken } = received
		return json({ ok: true, conversationId, files: taken } satisfies FilesTaken)
	}
	if (received.reason === 'not_found') error(404)
	const { reason, filename } = received
	return json({ ok: false, reason, filename } satisfies FilesTaken, { status: reason === 'tooLarge' ? 413 : 422 })
}

const reading = z.object({ upTo: z.string().regex(/^msg_\w{26}$/) })

/** Notes how far was read. Without scripts the page names it in the address of a picture. */
export async function noteReading(event: Event, scope: Scope, conversationId: string): Promise<Response> {
	const given =
		event.request.method === 'GET'
			? { upTo: event.url.searchParams.get('upTo') }
			: await event.request.json().catch(() => null)
	const input = reading.safeParse(given)
	if (!input.success) error(400)
	const there = await markRead(scope, conversationId, input.data.upTo)
	return there ? new Response(null, { status: 204 }) : error(404)
}

const told = new Map<string, number>()

/** Passes on that somebody writes, once a second at most. */
export async function typing(event: Event, scope: Scope, conversationId: string): Promise<Response> {
	const { person } = event.locals
	const key = `${person?.id} ${conversationId}`
	if (Date.now() - (told.get(key) ?? 0) < 1000) return new Response(null, { status: 204 })
	if (!(await announceTyping(scope, conversationId, person?.firstName ?? ''))) error(404)
	if (told.size > 10_000) told.clear()
	told.set(key, Date.now())
	return new Response(null, { status: 204 })
}
