import { makeZip } from 'client-zip'
import { theApp } from '#platform/app/app.ts'
import { log } from '#platform/log/log.ts'
import type { DocumentItem } from '../reads.ts'
import { downloadName } from '../rules.ts'
import { distinctNames } from './rules.ts'

/** The contents of these documents in one archive, read from storage one after the other while it is sent. */
export function archiveOf(documents: DocumentItem[]): ReadableStream<Uint8Array> {
	return makeZip(entries(documents))
}

async function* entries(documents: DocumentItem[]) {
	const names = distinctNames(documents.map(downloadName))
	for (const [index, document] of documents.entries()) {
		const input = await theApp().storage.get(document.storageKey)
		if (!input) log.error({ documentId: document.id }, 'a content that an archive should hold is lost')
		else yield { name: names[index] ?? document.id, lastModified: document.contentAt ?? document.createdAt, input }
	}
}
