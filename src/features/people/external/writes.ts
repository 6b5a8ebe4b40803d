import type { Writer } from '#platform/db/db.ts'

/** Two upserts of one external id take turns, so that the second finds what the first has made. */
export async function holdExternalId(writer: Writer, kind: string, externalId: string): Promise<void> {
	const key = `${writer.scope.workspaceId} ${kind} ${externalId}`
	await writer.client.query('select pg_advisory_xact_lock(hashtextextended($1, 7061015))', [key])
}
