import { currentWorkspace } from '#features/workspaces/reads.ts'
import { theApp } from '#platform/app/app.ts'
import { read } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import type { StaffScope } from '#platform/scope/scope.ts'
import { theTransports } from '#vendors/transports.ts'
import { sealPayload } from '../../messages/payload.ts'
import { mailOf } from '../../messages/rendering.ts'
import { handOverMail } from '../../sending/mail/writes.ts'
import { currentSender } from '../reads.ts'
import { wayOut } from '../rules.ts'
import { noteTest } from '../writes.ts'

export type Tested = { ok: boolean; answer: string } | { ok: false; answer: null }

/**
 * Sends a mail to somebody of the company by the way that is set, and tells the server's answer. A server that has
 * taken one is used from then on. `answer` null: there is no way out at all.
 */
export async function testSender(scope: StaffScope, to: { email: string; name: string }): Promise<Tested> {
	const { workspace, sender } = await read(scope, async (reader) => ({
		workspace: await currentWorkspace(reader),
		sender: await currentSender(reader),
	}))
	if (!sender?.server && !theTransports().mailer) return { ok: false, answer: null }
	// As it would be if the test had been passed.
	const tried = sender?.server ? { ...sender, testPassed: true } : sender
	const way = wayOut(workspace, tried, theApp().config.mailFrom)
	const payload = sealPayload({ name: to.name }, undefined)
	const delivery = { id: newId('dlv'), recipient: to.email, template: 'testMail', language: scope.locale, payload }
	const outcome = await handOverMail(mailOf(delivery, workspace, way), tried, way)
	const answer = outcome.ok ? (outcome.answer ?? outcome.providerId) : outcome.message
	if (sender) await noteTest(scope, sender, outcome.ok, answer)
	return { ok: outcome.ok, answer }
}
