/** Pages that were photographed one by one, made one document before any transaction opens. */
import { theApp } from '#platform/app/app.ts'
import { cleanFilename } from '#platform/files/filename.ts'
import { scanned } from '#platform/files/picture.ts'
import { newKey } from '#platform/files/storage.ts'
import type { UploadedFile } from '#platform/files/upload.ts'
import { log } from '#platform/log/log.ts'
import { type PicturePage, picturesPdf } from '#platform/pdf/pages.ts'
import { discardFiles, storagePrefix } from '../uploads/writes.ts'
import { isPage } from './rules.ts'

/** A picture that cannot be read; travels through the storage's `put` as the body's error. */
class Unreadable extends Error {}

/**
 * Of several pictures among stored files one PDF is made, in their order; it stands where the first of them stood, and
 * the pictures themselves are deleted. Pictures that cannot be read as pages stay what they are, all of them.
 */
export async function joinPages(workspaceId: string, files: UploadedFile[], title: string): Promise<UploadedFile[]> {
	const pages = files.filter(isPage)
	const [first] = pages
	if (!first || pages.length < 2) return files
	const joined = await join(workspaceId, pages, title)
	if (!joined) return files
	await discardFiles(pages)
	return files.flatMap((file) => (file === first ? joined : isPage(file) ? [] : file))
}

async function join(workspaceId: string, pages: UploadedFile[], title: string): Promise<UploadedFile | null> {
	const { storage } = theApp()
	const [key, contentType] = [newKey(storagePrefix(workspaceId)), 'application/pdf']
	try {
		const stored = await storage.put(key, picturesPdf(pagesOf(pages), title), { contentType })
		return { field: 'file', key, filename: cleanFilename(`${title}.pdf`), contentType, ...stored }
	} catch (error) {
		if (!(error instanceof Unreadable)) throw error
		log.info('pictures were not joined: one of them cannot be read')
		return null
	}
}

async function* pagesOf(files: UploadedFile[]): AsyncGenerator<PicturePage> {
	for (const { key } of files) {
		const content = await theApp().storage.get(key)
		const page = content && (await scanned(content))
		if (!page) throw new Unreadable()
		yield page
	}
}
