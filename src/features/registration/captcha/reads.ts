import { eq } from 'drizzle-orm'
import { theApp } from '#platform/app/app.ts'
import { decrypt } from '#platform/crypto/crypto.ts'
import type { Reader } from '#platform/db/db.ts'
import { captchaKeys } from '../tables.ts'
import { type CaptchaPlace, captchaPlace } from './rules.ts'

export interface Captcha extends CaptchaPlace {
	provider: (typeof captchaKeys.$inferSelect)['provider']
	siteKey: string
}

/** The puzzle that the company puts before its form; null for none. */
export async function captchaOf(reader: Reader): Promise<Captcha | null> {
	const row = await keysOf(reader)
	if (!row) return null
	const { provider, siteKey } = row
	return { provider, siteKey, ...captchaPlace(provider, theApp().config.captchaBaseUrl) }
}

/** What an answer is checked with. */
export async function captchaSecret(reader: Reader): Promise<string> {
	return decrypt('captcha', (await keysOf(reader))?.secret ?? '')
}

async function keysOf({ db, scope }: Reader) {
	const [row] = await db.select().from(captchaKeys).where(eq(captchaKeys.workspaceId, scope.workspaceId))
	return row ?? null
}
