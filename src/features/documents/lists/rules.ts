import type { Scope } from '#platform/scope/scope.ts'
import type { DocumentItem } from '../reads.ts'
import { type Folder, type Look, lookOf, previewOf } from '../rules.ts'

/** What pages are sent of a document: nothing of where its content lies. */
export interface DocumentView {
	id: string
	title: string
	folder: Folder
	sharedWithPortal: boolean
	size: number
	look: Look
	preview: 'pdf' | 'picture' | null
	thumbnail: boolean
	accountId: string
	accountName: string
	siteId: string | null
	siteName: string | null
	author: 'me' | 'client' | 'company'
	authorName: string | null
	unseen: boolean
	openedAt: Date | null
	createdAt: Date
	removedAt: Date | null
}

export function toView(scope: Scope, item: DocumentItem): DocumentView {
	const { id, title, folder, sharedWithPortal, size, accountId, accountName, siteId, siteName } = item
	const { authorName, unseen, openedAt, createdAt, removedAt } = item
	return {
		id,
		title,
		folder,
		sharedWithPortal,
		size,
		look: lookOf(item.contentType),
		preview: previewOf(item.contentType),
		thumbnail: item.thumbnailKey !== null,
		accountId,
		accountName,
		siteId,
		siteName,
		author: authorOf(scope, item),
		authorName,
		unseen,
		openedAt,
		createdAt,
		removedAt,
	}
}

function authorOf(scope: Scope, item: DocumentItem): DocumentView['author'] {
	if (scope.kind === 'client' && item.authorId === scope.contactId) return 'me'
	return item.authorType === 'contact' ? 'client' : 'company'
}
