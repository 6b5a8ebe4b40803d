import { distinctNames } from '#features/documents/archives/rules.ts'
import type { DocumentItem } from '#features/documents/reads.ts'
import { downloadName, type Folder, folders, previewOf } from '#features/documents/rules.ts'
import { m } from '#messages'
import { downloadHeaders } from '#platform/files/download.ts'
import { cleanFilename } from '#platform/files/filename.ts'
import type { Home } from './reads.ts'

/** A document with the place where it lies in the file. */
export interface Filed {
	item: DocumentItem
	path: string
	/** Of a picture: its small one. */
	small: string | null
}

export interface Section {
	folder: Folder
	label: string
	files: Filed[]
}

/** Where everything lies in the file: pictures by themselves, all else under the name of its folder. */
export function arrange({ documents, locale }: Pick<Home, 'documents' | 'locale'>): {
	sections: Section[]
	pictures: Filed[]
} {
	const pictures = documents.filter((item) => item.folder === 'photos' && previewOf(item.contentType) === 'picture')
	const others = documents.filter((item) => !pictures.includes(item))
	const sections = folders.flatMap((folder) => {
		const files = others.filter((item) => item.folder === folder)
		const label = m.documents_folder({ folder }, { locale })
		return files.length > 0 ? [{ folder, label, files: filed(files, cleanFilename(label)) }] : []
	})
	return { sections, pictures: filed(pictures, cleanFilename(m.pictures_title({}, { locale }))) }
}

function filed(items: DocumentItem[], folder: string): Filed[] {
	const names = distinctNames(items.map(downloadName))
	return items.map((item, index) => ({
		item,
		path: `${folder}/${names[index] ?? item.id}`,
		small: item.thumbnailKey && item.folder === 'photos' ? `small/${item.id.slice(-10)}.webp` : null,
	}))
}

/** What the file is saved as. */
export function homeFileName({ site, locale }: Pick<Home, 'site' | 'locale'>): string {
	return `${cleanFilename(m.homeFile_name({ site: site.title }, { locale }).replace(/[/\\]/g, ' '))}.zip`
}

export function homeFileHeaders({ filename, length }: { filename: string; length: bigint }): Record<string, string> {
	const file = { filename, contentType: 'application/zip', inline: false }
	return { ...downloadHeaders(file), 'content-length': String(length), 'cache-control': 'private, no-store' }
}
