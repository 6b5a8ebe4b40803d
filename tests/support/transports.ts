import { afterAll, beforeAll, beforeEach } from 'vitest'
import { type SmtpSimulator, startSmtp } from '#simulators/smtp.ts'
import { startTwilio, type TwilioSimulator } from '#simulators/twilio.ts'
import { createMailer, type Mailer } from '#vendors/smtp/mailer.ts'
import { useTransports } from '#vendors/transports.ts'
import { createTwilio } from '#vendors/twilio/client.ts'

export interface Providers {
	readonly smtp: SmtpSimulator
	readonly twilio: TwilioSimulator
}

/** A mail server and a text message provider of this file's own; every test begins with both in order and empty. */
export function useProviders(): Providers {
	let smtp: SmtpSimulator
	let twilio: TwilioSimulator
	let mailer: Mailer
	beforeAll(async () => {
		smtp = await startSmtp()
		twilio = await startTwilio()
		mailer = createMailer({ url: smtp.url, from: 'hello@sunny.example', timeoutMs: 2000 })
	})
	beforeEach(() => {
		smtp.clear()
		twilio.messages.splice(0)
		twilio.optedOut.clear()
		for (const { faults } of [smtp, twilio])
			for (const name of Object.keys(faults)) Reflect.deleteProperty(faults, name)
		const { accountSid, authToken, url: baseUrl } = twilio
		useTransports({ mailer, texter: createTwilio({ accountSid, authToken, from: '+15550100000', baseUrl }) })
	})
	afterAll(async () => {
		mailer.close()
		await smtp.close()
		await twilio.close()
	})
	return {
		get smtp() {
			return smtp
		},
		get twilio() {
			return twilio
		},
	}
}
