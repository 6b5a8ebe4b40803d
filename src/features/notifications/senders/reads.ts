import { eq } from 'drizzle-orm'
import { decrypt } from '#platform/crypto/crypto.ts'
import type { Reader } from '#platform/db/db.ts'
import type { Dkim } from '#vendors/smtp/mailer.ts'
import type { OwnServer } from '#vendors/smtp/own.ts'
import { domainOf } from './rules.ts'
import { type MailSender, mailSenders } from './tables.ts'

export async function currentSender({ db, scope }: Reader): Promise<MailSender | null> {
	const [row] = await db.select().from(mailSenders).where(eq(mailSenders.workspaceId, scope.workspaceId))
	return row ?? null
}

export function serverOf({ server, serverPassword }: MailSender): OwnServer | null {
	return server && { ...server, password: serverPassword ? decrypt('smtp', serverPassword) : null }
}

/** What a mail from the sender's own address is signed with. */
export function signatureOf({ fromAddress, dkimSelector, dkimPrivate }: MailSender): Dkim {
	return { domain: domainOf(fromAddress ?? ''), selector: dkimSelector, privateKey: decrypt('dkim', dkimPrivate) }
}
