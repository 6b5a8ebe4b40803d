import { extensionOf } from '#platform/files/filename.ts'
import type { TypeRefusal } from '#platform/files/sniff.ts'
import type { UploadProblem } from '#platform/files/upload.ts'

/** The folders of every account, in the order in which they are shown. */
export const folders = [
	'proposals',
	'contracts',
	'permits',
	'warranties',
	'manuals',
	'invoices',
	'reports',
	'photos',
	'clientDocuments',
	'other',
] as const
export type Folder = (typeof folders)[number]

export const longestTitle = 200

/** What a file is called before anybody names it: its own name without the ending. */
export function titleOf(filename: string): string {
	const extension = extensionOf(filename)
	const name = extension ? filename.slice(0, -extension.length - 1) : filename
	return name.trim() || filename
}

/** The name under which a document is saved: its title, with the ending of the file that was uploaded. */
export function downloadName(document: { title: string; filename: string }): string {
	const extension = extensionOf(document.filename)
	const ends = !extension || document.title.toLowerCase().endsWith(`.${extension}`)
	return ends ? document.title : `${document.title}.${extension}`
}

export type Look = 'pdf' | 'picture' | 'sheet' | 'text' | 'archive'

/** What a document looks like in a list. */
export function lookOf(contentType: string): Look {
	if (contentType === 'application/pdf') return 'pdf'
	if (contentType.startsWith('image/')) return 'picture'
	if (/spreadsheet|ms-excel|csv/.test(contentType)) return 'sheet'
	return contentType === 'application/zip' ? 'archive' : 'text'
}

const previewed = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'])
/** The same for the database. */
export const pictureTypes = `('${[...previewed].join("', '")}')`

/** How a page can show the content itself, if at all. */
export function previewOf(contentType: string): 'pdf' | 'picture' | null {
	if (contentType === 'application/pdf') return 'pdf'
	return previewed.has(contentType) ? 'picture' : null
}

/** True when two moments lie on one day in UTC: an opening is told once a day at most. */
export function sameDay(a: Date, b: Date): boolean {
	return a.toISOString().slice(0, 10) === b.toISOString().slice(0, 10)
}

/** Of a picture whose small and screen-sized ones are still to be made. */
export const unseenSizes = { thumbnailKey: null, displayKey: null, width: null, height: null }

/** Why an upload was refused, as a code that `messages/errors` has words for. */
export function uploadCode(refusal: {
	reason: UploadProblem
	filename: string | null
	type: TypeRefusal | null
}): string {
	if (refusal.reason === 'typeRefused') return `file_${refusal.type ?? 'unknown'}`
	if (refusal.reason === 'empty' && refusal.filename === null) return 'file_missing'
	if (refusal.reason === 'tooLarge' && refusal.filename === null) return 'upload_too_large'
	return uploadCodes[refusal.reason]
}

const uploadCodes = {
	tooLarge: 'file_too_large',
	tooMany: 'files_too_many',
	empty: 'file_empty',
	cut: 'upload_cut',
	malformed: 'upload_malformed',
	infected: 'file_infected',
} as const
