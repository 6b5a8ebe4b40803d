import { eq } from 'drizzle-orm'
import { workspaceSubject } from '#features/workspaces/events.ts'
import { now } from '#platform/clock/clock.ts'
import { encrypt } from '#platform/crypto/crypto.ts'
import type { Writer } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { captchaKeys } from '../tables.ts'
import type { CaptchaProvider } from './rules.ts'

export interface CaptchaChange {
	provider: CaptchaProvider | null
	siteKey: string
	/** Empty: the one that is there. */
	secret: string
}

/** Sets or takes away the puzzle; false where a new provider comes without its secret. */
export async function setCaptcha(writer: Writer<CompanyScope>, change: CaptchaChange): Promise<boolean> {
	const { db, scope } = writer
	const its = eq(captchaKeys.workspaceId, scope.workspaceId)
	const { provider, siteKey } = change
	if (!provider) {
		const gone = await db.delete(captchaKeys).where(its).returning({ provider: captchaKeys.provider })
		if (gone.length > 0) await tell(writer)
		return true
	}
	const [kept] = await db.select().from(captchaKeys).where(its).for('update')
	const same = kept?.provider === provider && kept.siteKey === siteKey
	const secret = change.secret ? encrypt('captcha', change.secret) : same ? kept.secret : null
	if (!secret) return false
	const values = { provider, siteKey, secret, updatedAt: now() }
	await db
		.insert(captchaKeys)
		.values({ workspaceId: scope.workspaceId, ...values })
		.onConflictDoUpdate({ target: captchaKeys.workspaceId, set: values })
	if (!same || change.secret) await tell(writer)
	return true
}

async function tell({ emit, scope }: Writer<CompanyScope>): Promise<void> {
	await emit({ type: 'workspace.updated', ...workspaceSubject(scope.workspaceId), data: { fields: ['captcha'] } })
}
