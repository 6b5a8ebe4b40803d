import { and, eq } from 'drizzle-orm'
import { read } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { members } from '../../tables.ts'
import type { NewMember } from '../schema.ts'
import { changeMember, inviteMember } from '../writes.ts'

export type Upserted =
	| { ok: true; id: string; created: boolean }
	| { ok: false; reason: 'email_taken' | 'external_id_taken' | 'role_not_yours' | 'last_owner' }

/** Invites the member of another program's id, or brings name and role up to date. Of two at once the second finds the first. */
export async function upsertMember(scope: CompanyScope, input: NewMember & { externalId: string }): Promise<Upserted> {
	const { externalId, name, role } = input
	const known = await findByExternalId(scope, externalId)
	if (known) return change(scope, known, { name: name || undefined, role })
	const invited = await inviteMember(scope, input)
	if (invited.ok) return { ok: true, id: invited.member.id, created: true }
	const meanwhile = await findByExternalId(scope, externalId)
	return meanwhile ? change(scope, meanwhile, { name: name || undefined, role }) : invited
}

async function change(scope: CompanyScope, id: string, to: Parameters<typeof changeMember>[2]): Promise<Upserted> {
	const changed = await changeMember(scope, id, to)
	if (changed.ok) return { ok: true, id, created: false }
	return { ok: false, reason: changed.reason === 'unknown' ? 'external_id_taken' : changed.reason }
}

async function findByExternalId(scope: CompanyScope, externalId: string): Promise<string | null> {
	const its = and(eq(members.workspaceId, scope.workspaceId), eq(members.externalId, externalId))
	const [row] = await read(scope, ({ db }) => db.select({ id: members.id }).from(members).where(its))
	return row?.id ?? null
}
