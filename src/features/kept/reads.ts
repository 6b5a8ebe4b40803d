import { and, eq, gt } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import { decrypt, hashToken } from '#platform/crypto/crypto.ts'
import type { Reader } from '#platform/db/db.ts'
import type { ClientScope, StaffScope } from '#platform/scope/scope.ts'
import { authorOf, type KeptForm } from './rules.ts'
import { keptForms } from './tables.ts'

/** The form that this browser's token leads to, if it is the reader's own or nobody's in particular. */
export async function findKeptForm(reader: Reader<ClientScope | StaffScope>, token: string): Promise<KeptForm | null> {
	const [kept] = await reader.db
		.select({ author: keptForms.author, sealed: keptForms.sealed })
		.from(keptForms)
		.where(
			and(
				eq(keptForms.workspaceId, reader.scope.workspaceId),
				eq(keptForms.tokenHash, hashToken(token)),
				gt(keptForms.expiresAt, now()),
			),
		)
	if (!kept || (kept.author !== null && kept.author !== authorOf(reader.scope))) return null
	return JSON.parse(decrypt('kept form', kept.sealed))
}
