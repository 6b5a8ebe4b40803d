import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { ask } from '#support/http.ts'
import type { TestServer } from '#support/server.ts'
import { type Client, look, slug } from './installation.ts'
import type { Acknowledged } from './writers.ts'

/** What was acknowledged is there, whole; and what is there is whole, acknowledged or not. */
export async function expectWhole(
	{ server, client, adminUrl, dataDir }: { server: TestServer; client: Client; adminUrl: string; dataDir: string },
	done: Acknowledged,
): Promise<void> {
	await expectMessages(adminUrl, done.messages)
	await expectDocuments(adminUrl, dataDir, done.documents)
	const last = [...done.documents].at(-1)
	if (!last) return
	const headers = { authorization: `Bearer ${client.apiKey}` }
	const answer = await ask(`${server.urlOf(slug)}/api/v1/documents/${last[0]}/content`, { headers })
	expect(answer.status).toBe(200)
	const page = await ask(`${server.urlOf(slug)}/messages/${client.accountId}/posts`, {
		cookie: client.cookie,
		headers: { accept: 'application/json' },
	})
	expect(page.status).toBe(200)
}

async function expectMessages(adminUrl: string, acknowledged: Map<string, string>): Promise<void> {
	const rows = await look<{ id: string; body: string }>(adminUrl, 'select id, body from messages')
	const kept = new Map(rows.map(({ id, body }) => [id, body]))
	const lost = [...acknowledged].filter(([id, text]) => kept.get(id) !== text)
	expect(lost.map(([id]) => id)).toEqual([])
	expect(rows.filter(({ body }) => body.length !== 800)).toEqual([])
	// Each is one transaction: with its event, and known to its conversation.
	const halves = await look(
		adminUrl,
		`select id from messages m where not exists (select from events e where e.type = 'message.sent' and e.data->>'messageId' = m.id
			or e.type = 'message.sent' and e.subject_id = m.id)
		union all select id from conversations c where last_message_id is distinct from
			(select max(id) from messages m where m.conversation_id = c.id)`,
	)
	expect(halves).toEqual([])
}

async function expectDocuments(adminUrl: string, dataDir: string, acknowledged: Map<string, string>): Promise<void> {
	const rows = await look<{ id: string; sha256: string; key: string }>(
		adminUrl,
		'select id, sha256, storage_key as key from documents',
	)
	const kept = new Map(rows.map(({ id, sha256 }) => [id, sha256]))
	const lost = [...acknowledged].filter(([id, sha256]) => kept.get(id) !== sha256)
	expect(lost.map(([id]) => id)).toEqual([])
	const broken = rows.filter(({ key, sha256 }) => hashOf(join(dataDir, 'files', key)) !== sha256)
	expect(broken.map(({ id }) => id)).toEqual([])
}

function hashOf(file: string): string | null {
	try {
		return createHash('sha256').update(readFileSync(file)).digest('hex')
	} catch {
		return null
	}
}
