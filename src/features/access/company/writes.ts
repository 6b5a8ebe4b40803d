import { and, eq } from 'drizzle-orm'
import { addAllExamples } from '#features/actionItems/templates/readyMade/writes.ts'
import { addAllReadyMade } from '#features/flows/readyMade/writes.ts'
import type { NewWorkspace } from '#features/workspaces/schema.ts'
import { createWorkspace } from '#features/workspaces/writes.ts'
import { now } from '#platform/clock/clock.ts'
import { hashPassword } from '#platform/crypto/crypto.ts'
import { write } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { allGrants } from '../apiKeys/rules.ts'
import { createApiKey } from '../apiKeys/writes.ts'
import type { KnownDevice } from '../devices/rules.ts'
import { meetDevice } from '../devices/writes.ts'
import { inviteMember, type MemberRecord } from '../members/writes.ts'
import { type Device, openSession } from '../sessions/writes.ts'
import { members } from '../tables.ts'

export type Company =
	| { ok: true; scope: SystemScope; workspaceId: string; owner: MemberRecord; signInUrl: string; apiKey: string }
	| { ok: false; reason: 'slug_taken' }

/** A whole new company: workspace, owner with a link that signs in once, a key to its API, and flows to begin with. */
export async function createCompany(input: NewWorkspace & { brandColor?: string; phone?: string }): Promise<Company> {
	const created = await createWorkspace(input)
	if (!created.ok) return created
	const { scope, workspaceId } = created
	const member = { email: input.ownerEmail, name: input.ownerName, role: 'owner' as const, language: input.language }
	const invited = await inviteMember(scope, member, { send: false })
	const key = await createApiKey(scope, { name: 'First key', grants: allGrants })
	await addAllReadyMade(scope, input.language)
	await addAllExamples(scope)
	if (!invited.ok || !key.ok) throw new Error('a new workspace refused its owner')
	return { ok: true, scope, workspaceId, owner: invited.member, signInUrl: invited.signInUrl, apiKey: key.apiKey }
}

/** Gives a new owner a password and a session at once, for who sets the installation up in a browser. */
export async function enterAsOwner(
	scope: SystemScope,
	ownerId: string,
	password: string,
	device: Device,
): Promise<{ token: string; expiresAt: Date; device: KnownDevice }> {
	const passwordHash = await hashPassword(password)
	return write(scope, async (writer) => {
		await writer.db
			.update(members)
			.set({ passwordHash, status: 'active', updatedAt: now() })
			.where(and(eq(members.workspaceId, scope.workspaceId), eq(members.id, ownerId)))
		const who = { type: 'member' as const, id: ownerId }
		const session = await openSession(writer, { ...who, method: 'setUp' }, device)
		const { token } = await meetDevice(writer, who, device.known)
		return { ...session, device: { token, proven: device.known?.proven ?? [] } }
	})
}
