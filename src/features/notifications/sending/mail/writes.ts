import { theApp } from '#platform/app/app.ts'
import type { SendOutcome } from '#vendors/outcome.ts'
import type { Mail } from '#vendors/smtp/mailer.ts'
import { sendByOwnServer } from '#vendors/smtp/own.ts'
import { theTransports } from '#vendors/transports.ts'
import { serverOf, signatureOf } from '../../senders/reads.ts'
import type { WayOut } from '../../senders/rules.ts'
import type { MailSender } from '../../senders/tables.ts'

/** Hands a mail to the server that it leaves by, signed where the records for that stand. */
export async function handOverMail(mail: Mail, sender: MailSender | null, way: WayOut): Promise<SendOutcome> {
	const signed = way.signed && sender ? { ...mail, dkim: signatureOf(sender) } : mail
	const server = way.own && sender ? serverOf(sender) : null
	if (server) return sendByOwnServer(server, signed, { allowPrivate: theApp().config.allowPrivateNetwork })
	const { mailer } = theTransports()
	if (!mailer) throw new Error('the way out went away while a mail was being sent')
	return mailer.send(signed)
}
