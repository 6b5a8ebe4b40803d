import { and, eq, lt } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import { encrypt, hashToken, newToken } from '#platform/crypto/crypto.ts'
import { write } from '#platform/db/db.ts'
import type { ClientScope, StaffScope, SystemScope, VisitorScope } from '#platform/scope/scope.ts'
import { type KeptForm, minutes } from './rules.ts'
import { keptForms } from './tables.ts'

/** Keeps what somebody sent who is not signed in any more. The token goes to the browser and is stored nowhere. */
export async function keepForm(
	scope: VisitorScope,
	form: KeptForm,
	author: string | null,
): Promise<{ token: string; expiresAt: Date }> {
	const token = newToken()
	const expiresAt = new Date(now().getTime() + minutes[author ? 'known' : 'unknown'] * 60_000)
	await write(scope, ({ db }) =>
		db.insert(keptForms).values({
			workspaceId: scope.workspaceId,
			tokenHash: hashToken(token),
			author,
			sealed: encrypt('kept form', JSON.stringify(form)),
			expiresAt,
		}),
	)
	return { token, expiresAt }
}

export async function dropKeptForm(scope: ClientScope | StaffScope, token: string): Promise<void> {
	await write(scope, ({ db }) =>
		db
			.delete(keptForms)
			.where(and(eq(keptForms.workspaceId, scope.workspaceId), eq(keptForms.tokenHash, hashToken(token)))),
	)
}

/** Takes away what nobody came back for. */
export async function sweepKeptForms(scope: SystemScope): Promise<void> {
	await write(scope, ({ db }) =>
		db.delete(keptForms).where(and(eq(keptForms.workspaceId, scope.workspaceId), lt(keptForms.expiresAt, now()))),
	)
}
