import { and, eq, gt, isNull } from 'drizzle-orm'
import { queueRehearsal } from '#features/notifications/rehearsing/writes.ts'
import { queueDelivery } from '#features/notifications/writes.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import type { Workspace } from '#features/workspaces/tables.ts'
import { now } from '#platform/clock/clock.ts'
import { decrypt, newCode, newToken } from '#platform/crypto/crypto.ts'
import { type Writer, write } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { linkToNothing, makeLink } from '../../links/writes.ts'
import { type Address, codeMinutes, linkMinutes } from '../../rules.ts'
import { challenges } from '../../tables.ts'
import { codeHash, type SignsIn, whoSignsIn } from '../reads.ts'

type Ask = Address & { next: string | null }

/**
 * Answers one who asked for a code: sends it where the address belongs to somebody who may show who it is. For nobody it
 * does the same work, and nothing comes of it.
 */
export async function answerAsk(scope: SystemScope, challengeId: string, sealed: string): Promise<void> {
	const ask = JSON.parse(decrypt('ask', sealed)) as Ask
	await write(scope, async (writer) => {
		const contact = await whoSignsIn(writer, ask)
		const { signIn } = (await currentWorkspace(writer)).settings
		if (!signIn.code && !signIn.link) return
		const code = newCode()
		// Done once: a job that runs again finds the contact already set.
		const [challenge] = await writer.db
			.update(challenges)
			.set({ contactId: contact?.id ?? null, secretHash: contact ? codeHash(challengeId, code) : newToken() })
			.where(
				and(
					eq(challenges.workspaceId, scope.workspaceId),
					eq(challenges.id, challengeId),
					isNull(challenges.contactId),
					isNull(challenges.spentAt),
					gt(challenges.expiresAt, now()),
				),
			)
			.returning()
		if (challenge) await send(writer, ask, contact, signIn, code)
	})
}

async function send(
	writer: Writer,
	ask: Ask,
	contact: SignsIn | null,
	offers: Workspace['settings']['signIn'],
	code: string,
): Promise<void> {
	const workspace = await currentWorkspace(writer)
	const { channel, address, next } = ask
	const link = offers.link
		? contact
			? await makeLink(writer, workspace, { kind: 'link', contactId: contact.id, channel, recipient: address, next })
			: linkToNothing(workspace, 'link')
		: null
	const minutes = link ? linkMinutes : codeMinutes
	const goodUntil = new Date(now().getTime() + minutes * 60_000)
	const message =
		link && !offers.code
			? { template: 'signInLink' as const, values: { link, minutes }, goodUntil }
			: { template: 'signInCode' as const, values: { code, link, minutes: codeMinutes }, goodUntil }
	if (!contact) return queueRehearsal(writer, { ...message, channel, language: workspace.language })
	const to = { event: 'signIn.asked', channel, recipient: address, contactId: contact.id, language: contact.language }
	await queueDelivery(writer, { ...to, ...message })
}
