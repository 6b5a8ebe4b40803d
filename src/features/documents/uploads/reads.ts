import type { Reader } from '#platform/db/db.ts'

/** Those of these storage keys that a document, one of its versions or its smaller pictures names. */
export async function namedFiles({ client, scope }: Reader, keys: string[]): Promise<Set<string>> {
	const { rows } = await client.query<{ key: string }>(
		`select storage_key as key from documents where workspace_id = $1 and storage_key = any($2)
		union select storage_key from document_versions where workspace_id = $1 and storage_key = any($2)
		union select thumbnail_key from documents where workspace_id = $1 and thumbnail_key = any($2)
		union select display_key from documents where workspace_id = $1 and display_key = any($2)`,
		[scope.workspaceId, keys],
	)
	return new Set(rows.map(({ key }) => key))
}
