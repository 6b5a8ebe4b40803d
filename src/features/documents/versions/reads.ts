import { and, desc, eq } from 'drizzle-orm'
import { members } from '#features/access/tables.ts'
import { contacts } from '#features/people/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import { mayKeep } from '../policy.ts'
import { authorName, type DocumentItem } from '../reads.ts'
import { documentVersions } from '../tables.ts'

/** A content of a document, the one that counts or an earlier one. */
export interface Version {
	version: number
	filename: string
	contentType: string
	size: number
	sha256: string
	storageKey: string
	/** Who put it there; null for programs and the product itself. */
	authorName: string | null
	createdAt: Date
}

const mostVersions = 200

/** All contents of a document that `findDocument` gave, newest first: the first one counts. Only for those who keep documents. */
export async function versionsOf({ scope, db }: Reader, document: DocumentItem): Promise<Version[]> {
	if (!mayKeep(scope)) return []
	const current = { ...document, createdAt: document.contentAt ?? document.createdAt }
	const earlier = await db
		.select({
			version: documentVersions.version,
			filename: documentVersions.filename,
			contentType: documentVersions.contentType,
			size: documentVersions.size,
			sha256: documentVersions.sha256,
			storageKey: documentVersions.storageKey,
			authorName,
			createdAt: documentVersions.createdAt,
		})
		.from(documentVersions)
		.leftJoin(
			members,
			and(eq(members.workspaceId, documentVersions.workspaceId), eq(members.id, documentVersions.authorId)),
		)
		.leftJoin(
			contacts,
			and(eq(contacts.workspaceId, documentVersions.workspaceId), eq(contacts.id, documentVersions.authorId)),
		)
		.where(and(eq(documentVersions.workspaceId, scope.workspaceId), eq(documentVersions.documentId, document.id)))
		.orderBy(desc(documentVersions.version))
		.limit(mostVersions)
	return [current, ...earlier]
}
