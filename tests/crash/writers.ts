import { createHash, randomBytes } from 'node:crypto'
import { type Answer, ask } from '#support/http.ts'
import type { TestServer } from '#support/server.ts'
import { type Client, slug } from './installation.ts'

/** What the app has answered with success; it must be there whatever happens the next instant. */
export interface Acknowledged {
	/** Message id → text. */
	messages: Map<string, string>
	/** Document id → SHA-256 of its content. */
	documents: Map<string, string>
}

export interface Writers {
	/** Resolves once so many messages and documents have been acknowledged since these writers began. */
	until(messages: number, documents: number): Promise<void>
	stop(): Promise<void>
}

/** Two clients at once that write messages and two programs that send files, until they are stopped; failures are expected. */
export function startWriters(server: TestServer, client: Client, done: Acknowledged): Writers {
	let running = true
	let messages = 0
	let documents = 0
	const waiting = new Set<() => void>()
	const repeat = async (work: () => Promise<void>): Promise<void> => {
		while (running) {
			await work().catch(() => new Promise((rest) => setTimeout(rest, 50)))
			for (const look of waiting) look()
		}
	}
	const send = async (): Promise<void> => {
		const text = randomBytes(400).toString('hex')
		const address = `${server.urlOf(slug)}/messages/${client.accountId}/posts`
		const answer = await ask(address, {
			cookie: client.cookie,
			headers: { accept: 'application/json' },
			body: { body: text },
		})
		acknowledged(answer, 200)
		done.messages.set(answer.json<{ messageId: string }>().messageId, text)
		messages++
	}
	const upload = async (): Promise<void> => {
		const content = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(200_000)])
		const body = new FormData()
		body.set('accountId', client.accountId)
		body.set('file', new Blob([content], { type: 'application/pdf' }), 'Plan.pdf')
		const headers = { authorization: `Bearer ${client.apiKey}` }
		const answer = await ask(`${server.urlOf(slug)}/api/v1/documents`, { headers, body })
		acknowledged(answer, 201)
		done.documents.set(answer.json<{ id: string }>().id, createHash('sha256').update(content).digest('hex'))
		documents++
	}
	const working = [repeat(send), repeat(send), repeat(upload), repeat(upload)]
	return {
		until: (wantedMessages, wantedDocuments) =>
			new Promise((reached) => {
				const look = (): void => {
					if (messages < wantedMessages || documents < wantedDocuments) return
					waiting.delete(look)
					reached()
				}
				waiting.add(look)
				look()
			}),
		async stop() {
			running = false
			await Promise.all(working)
		},
	}
}

function acknowledged({ status, text }: Answer, expected: number): void {
	if (status !== expected) throw new Error(`${status} ${text}`)
}
