import { formatPhone } from '#features/people/channels/rules.ts'

/** A message that has reached nobody may be read in full; of one that is out, codes and links stay its recipient's. */
export function secretsReadable({ status, error }: { status: string; error: string | null }): boolean {
	return status === 'skipped' && error === 'notConfigured'
}

/** Only what did not get out can be sent again. */
export function mayResend({ status, payload }: { status: string; payload: string | null }): boolean {
	return payload !== null && (status === 'failed' || status === 'bounced' || status === 'skipped')
}

/** An address as people write it. */
export function shownRecipient(
	{ channel, recipient }: { channel: string; recipient: string },
	country: string,
): string {
	return channel === 'sms' ? formatPhone(recipient, country) : recipient
}
