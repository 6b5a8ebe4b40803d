import { createHash, randomBytes } from 'node:crypto'
import type { DocumentRow } from '#features/documents/reads.ts'
import type { Folder } from '#features/documents/rules.ts'
import { storagePrefix } from '#features/documents/uploads/writes.ts'
import { addDocuments } from '#features/documents/writes.ts'
import { theApp } from '#platform/app/app.ts'
import { write } from '#platform/db/db.ts'
import { newKey } from '#platform/files/storage.ts'
import { systemScope } from '#platform/scope/make.ts'
import type { Scope } from '#platform/scope/scope.ts'
import { makeAccount } from './account.ts'

/** The smallest PDF that readers open; `text` makes one differ from another. */
export function pdf(text: string = randomBytes(8).toString('hex')): Buffer {
	return Buffer.from(
		`%PDF-1.4\n%${text}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n` +
			'3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
	)
}

export interface DocumentOverrides {
	/** Who puts it there; the product itself where nobody is named. */
	by?: Scope
	account?: { id: string; workspaceId: string }
	siteId?: string | null
	projectId?: string | null
	folder?: Folder
	title?: string
	sharedWithPortal?: boolean
	externalId?: string
	conversationId?: string
	filename?: string
	contentType?: string
	content?: Uint8Array
}

/** A document with its content in the storage. */
export async function makeDocument(overrides: DocumentOverrides = {}): Promise<DocumentRow> {
	const account = overrides.account ?? (await makeAccount())
	const { workspaceId } = account
	const content = overrides.content ?? pdf()
	const contentType = overrides.contentType ?? 'application/pdf'
	const key = newKey(storagePrefix(workspaceId))
	await theApp().storage.put(key, chunks(content), { contentType })
	const sha256 = createHash('sha256').update(content).digest('hex')
	const file = {
		field: 'file',
		key,
		filename: overrides.filename ?? 'Plan.pdf',
		contentType,
		size: content.length,
		sha256,
	}
	const [row] = await write(overrides.by ?? systemScope({ workspaceId }), (writer) =>
		addDocuments(writer, [file], {
			accountId: account.id,
			siteId: overrides.siteId ?? null,
			projectId: overrides.projectId ?? null,
			folder: overrides.folder ?? 'other',
			sharedWithPortal: overrides.sharedWithPortal ?? false,
			title: overrides.title,
			externalId: overrides.externalId,
			conversationId: overrides.conversationId,
		}),
	)
	if (!row) throw new Error('no document was made')
	return row
}

/** A photo in the gallery, as small as they come unless its content is given. */
export function makePicture(overrides: DocumentOverrides = {}): Promise<DocumentRow> {
	const file = { contentType: 'image/png', filename: 'roof.png', content: onePixel }
	return makeDocument({ folder: 'photos', ...file, ...overrides })
}

/** A PNG of one red pixel. */
export const onePixel = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
	'base64',
)

async function* chunks(content: Uint8Array) {
	yield content
}

/** An upload as a form sends it. */
export function formWith(
	fields: Record<string, string>,
	files: [name: string, content: Uint8Array][] = [['Plan.pdf', pdf()]],
): Request {
	const data = new FormData()
	for (const [name, value] of Object.entries(fields)) data.set(name, value)
	for (const [name, content] of files) data.append('file', new File([Buffer.from(content)], name))
	return new Request('http://x/', { method: 'POST', body: data })
}

/** Everything that a workspace has in storage. */
export async function storedKeys(workspaceId: string): Promise<string[]> {
	const keys: string[] = []
	for await (const key of theApp().storage.list(`${workspaceId}/`)) keys.push(key)
	return keys
}
