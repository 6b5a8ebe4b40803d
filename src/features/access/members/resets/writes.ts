import { and, eq, ne } from 'drizzle-orm'
import { queueRehearsal } from '#features/notifications/rehearsing/writes.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { workspaceUrl } from '#platform/app/app.ts'
import { decrypt, encrypt, newToken } from '#platform/crypto/crypto.ts'
import { type Writer, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { type Limit, spend } from '#platform/limits/limits.ts'
import type { SystemScope, VisitorScope } from '#platform/scope/scope.ts'
import { identifierHash } from '../../codes/reads.ts'
import { networkOf } from '../../rules.ts'
import type { Device } from '../../sessions/writes.ts'
import { members } from '../../tables.ts'
import { linkMinutes, officeNetwork } from '../rules.ts'
import { makeLinkOnce, sendLink } from '../writes.ts'

export const sendMemberResetJob = 'access.sendMemberReset'

const perReset: Limit = { name: 'office-reset', points: 3, duration: 900 }

/**
 * Notes that somebody of the office forgot a password. Whether there is such a member, the job finds out: for a known
 * and an unknown address this does the same, down to the last query.
 */
export async function requestReset(
	scope: VisitorScope,
	email: string,
	device: Device,
): Promise<{ ok: true } | { ok: false; retryAfter: number }> {
	for (const [limit, key] of [
		[officeNetwork, networkOf(device.ip)],
		[perReset, identifierHash(scope.workspaceId, email)],
	] as const) {
		const counted = await spend(limit, key)
		if (!counted.ok) return { ok: false, retryAfter: counted.retryAfter }
	}
	const asked = { linkId: newId('chl'), sealed: encrypt('ask', email) }
	await write(scope, (writer) => writer.enqueue(sendMemberResetJob, asked))
	return { ok: true }
}

/** Answers one who forgot a password: sends a link where the address is a member's. Done once, however often the job runs; for nobody the same work comes to nothing. */
export async function answerMemberReset(scope: SystemScope, linkId: string, sealed: string): Promise<void> {
	const email = decrypt('ask', sealed)
	await write(scope, async (writer) => {
		const one = and(eq(members.workspaceId, scope.workspaceId), eq(members.email, email))
		const [member] = await writer.db
			.select()
			.from(members)
			.where(and(one, ne(members.status, 'deactivated')))
		if (!member) return rehearseReset(writer)
		const link = await makeLinkOnce(writer, linkId, member.id, 'reset')
		if (link) await sendLink(writer, member, 'reset', link)
	})
}

async function rehearseReset(writer: Writer): Promise<void> {
	const workspace = await currentWorkspace(writer)
	const link = workspaceUrl(workspace, `/office/i/${newToken()}`)
	const values = { name: '', link, minutes: linkMinutes.reset }
	await queueRehearsal(writer, { template: 'passwordReset', channel: 'email', language: workspace.language, values })
}
