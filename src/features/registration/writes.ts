import { and, eq, isNull } from 'drizzle-orm'
import { identifierHash } from '#features/access/codes/reads.ts'
import { networkOf } from '#features/access/rules.ts'
import type { Device } from '#features/access/sessions/writes.ts'
import { findContact } from '#features/people/contacts/reads.ts'
import { changeSettings } from '#features/workspaces/writes.ts'
import { now } from '#platform/clock/clock.ts'
import { read, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { spend } from '#platform/limits/limits.ts'
import { log } from '#platform/log/log.ts'
import type { CompanyScope, Scope, StaffScope } from '#platform/scope/scope.ts'
import { verifyCaptcha } from '#vendors/captcha/verify.ts'
import { captchaOf, captchaSecret } from './captcha/reads.ts'
import { type CaptchaChange, setCaptcha } from './captcha/writes.ts'
import { formKey, type OpenForm, sendingLimits } from './rules.ts'
import type { Registration } from './schema.ts'
import { registrations } from './tables.ts'

export const takeRegistrationJob = 'registration.take'

export interface SentForm {
	form: OpenForm
	input: Registration
	language: string
	device: Device
	/** The filled-in fields, where the answer to a puzzle is among them. */
	field(name: string): string
}
export type Sent =
	| { ok: true }
	| { ok: false; reason: 'captcha' }
	| { ok: false; reason: 'tooMany'; retryAfter: number }

/**
 * Takes what a visitor sent. Whether its address is known is not looked at: for everybody this keeps a row and queues a
 * job, which finds out. The same content of the same form twice is one.
 */
export async function sendRegistration(scope: Scope, sent: SentForm): Promise<Sent> {
	const retryAfter = await spendOnSending(scope, sent)
	if (retryAfter) return { ok: false, reason: 'tooMany', retryAfter }
	const captcha = await checkCaptcha(scope, sent)
	if (captcha === 'failed') return { ok: false, reason: 'captcha' }
	const { input, language, device } = sent
	await write(scope, async (writer) => {
		const id = newId('reg')
		const [kept] = await writer.db
			.insert(registrations)
			.values({
				workspaceId: scope.workspaceId,
				id,
				formKey: formKey(sent.form, input),
				firstName: input.firstName ?? '',
				lastName: input.lastName ?? '',
				email: input.email ?? null,
				phone: input.phone?.e164 ?? null,
				phoneExtension: input.phone?.ext ?? null,
				address: input.address,
				message: input.message,
				marketingOptIn: input.marketingOptIn,
				language,
				ip: device.ip,
				userAgent: device.userAgent.slice(0, 500),
				captcha,
				createdAt: now(),
			})
			.onConflictDoNothing()
			.returning({ id: registrations.id })
		if (kept) await writer.enqueue(takeRegistrationJob, { registrationId: id })
	})
	return { ok: true }
}

async function spendOnSending({ workspaceId }: Scope, { input, device }: SentForm): Promise<number> {
	const traces = [input.email, input.phone?.e164].flatMap((one) => (one ? [identifierHash(workspaceId, one)] : []))
	const spent = await Promise.all([
		spend(sendingLimits.company, workspaceId),
		spend(sendingLimits.network, `${workspaceId}:${networkOf(device.ip)}`),
		...traces.flatMap((trace) => [spend(sendingLimits.address, trace), spend(sendingLimits.addressDay, trace)]),
	])
	return Math.max(...spent.map((result) => (result.ok ? 0 : result.retryAfter)))
}

async function checkCaptcha(scope: Scope, sent: SentForm): Promise<'off' | 'passed' | 'failed' | 'unreachable'> {
	const captcha = await read(scope, captchaOf)
	if (!captcha) return 'off'
	const secret = await read(scope, captchaSecret)
	const verdict = await verifyCaptcha({ url: captcha.verify, secret, answer: sent.field(captcha.field) })
	if (verdict === 'unreachable') log.warn({ provider: captcha.provider }, 'a CAPTCHA could not be checked')
	return verdict
}

/** Somebody of the company has opened the contact; false where there is none. */
export function markSeen(scope: StaffScope, contactId: string): Promise<boolean> {
	return write(scope, async (writer) => {
		if (!(await findContact(writer, contactId))) return false
		const its = and(eq(registrations.workspaceId, scope.workspaceId), eq(registrations.contactId, contactId))
		await writer.db
			.update(registrations)
			.set({ seenAt: now(), seenBy: scope.memberId })
			.where(and(its, isNull(registrations.seenAt)))
		return true
	})
}

export interface WebsiteChange {
	registration: { open: boolean; createsPortalAccount: boolean; origins: string[] }
	captcha: CaptchaChange
}
export type WebsiteSaved = { ok: true } | { ok: false; reason: 'secret_missing'; path: 'secret' }

/** Saves the page "Website". */
export function changeWebsite(scope: CompanyScope, { registration, captcha }: WebsiteChange): Promise<WebsiteSaved> {
	return write(scope, async (writer): Promise<WebsiteSaved> => {
		if (!(await setCaptcha(writer, captcha))) return { ok: false, reason: 'secret_missing', path: 'secret' }
		await changeSettings(writer, { registration })
		return { ok: true }
	})
}
