import { z } from '@hono/zod-openapi'
import { json, time } from '#platform/api/api.ts'
import type { DocumentRow } from '../reads.ts'
import { downloadName, folders } from '../rules.ts'

/** A document as other programs see it. */
export const documentSchema = z
	.object({
		id: z.string(),
		externalId: z.string().nullable(),
		accountId: z.string(),
		siteId: z.string().nullable(),
		projectId: z.string().nullable(),
		milestone: z.string().nullable().openapi({ description: 'Of its project, which it is evidence of' }),
		title: z.string(),
		caption: z.string().openapi({ description: 'Below a picture' }),
		folder: z.enum(folders),
		sharedWithPortal: z.boolean(),
		filename: z.string(),
		contentType: z.string(),
		size: z.number().int().openapi({ description: 'Bytes' }),
		sha256: z.string().openapi({ description: 'Of the content, hexadecimal' }),
		width: z.number().int().nullable().openapi({ description: 'Of a picture at display size, once it is made' }),
		height: z.number().int().nullable(),
		conversationId: z.string().nullable().openapi({ description: 'Of a file that hangs on a message' }),
		version: z.number().int().openapi({ description: 'Counts the contents, from 1' }),
		createdAt: z.string(),
		updatedAt: z.string(),
	})
	.openapi('Document')

export function toApi(row: DocumentRow): z.infer<typeof documentSchema> {
	const { id, externalId, accountId, siteId, title, sharedWithPortal, contentType, size, sha256, conversationId } = row
	return {
		id,
		externalId,
		accountId,
		siteId,
		projectId: row.projectId,
		milestone: row.milestone,
		title,
		caption: row.caption,
		folder: row.folder,
		sharedWithPortal,
		filename: downloadName(row),
		contentType,
		size,
		sha256,
		width: row.width,
		height: row.height,
		conversationId,
		version: row.version,
		createdAt: time(row.createdAt),
		updatedAt: time(row.updatedAt),
	}
}

export const oneDocument = json(documentSchema, 'The document')
