import { z } from 'zod'

/** What a mail server says afterwards became of a mail. */
export interface MailReport {
	/** Of the mail that it is about, without the angle brackets. */
	messageId: string
	/** `complained`: the reader has called it spam. */
	event: 'bounced' | 'delayed' | 'delivered' | 'complained'
	/** Enhanced status (RFC 3463) such as `5.1.1`, where it was told. */
	code: string | null
	/** The server's own words. */
	reason: string | null
	/** Tells a report from another about the same mail; the same one posted again has the same. */
	id: string
}

const line = (max: number) =>
	z
		.string({ error: 'text_expected' })
		.overwrite((text) => text.replace(/\p{Cc}+/gu, ' ').trim())
		.max(max, { error: 'too_long' })

const entry = z.object({
	messageId: line(998).min(1, { error: 'required' }),
	event: z.enum(['bounced', 'delayed', 'delivered', 'complained'], { error: 'event_unknown' }),
	code: line(40).nullish(),
	reason: line(2000).nullish(),
	id: line(200).nullish(),
})

/** The short form for gateways that do not pass the report itself on: one entry, or up to 100. */
export const mailReports = z.union([entry.transform((one) => [one]), z.array(entry).min(1).max(100)])
export type MailReportEntry = z.output<typeof entry>
