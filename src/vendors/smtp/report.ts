import { createHash } from 'node:crypto'
import PostalMime, { type Attachment, type Email } from 'postal-mime'
import { oneLine } from '../outcome.ts'

/** A mail server's report of what became of a mail (RFC 3464), or of a complaint about it (RFC 5965). */
export interface DeliveryReport {
	/** Tells this report from any other. */
	id: string
	/** Of the mail that it is about, without the angle brackets; null where the report does not say. */
	messageId: string | null
	recipients: ReportedRecipient[]
	/** The kind of complaint, such as `abuse`; null for a report about delivery. */
	complaint: string | null
}
interface ReportedRecipient {
	/** `failed`, `delayed`, `delivered`, `relayed` or `expanded`. */
	action: string
	/** Enhanced status such as `5.1.1`; null where the server gives none. */
	status: string | null
	/** What the other server said. */
	diagnostic: string | null
}

// A report comes from strangers: no deep nesting, no endless headers.
const limits = { forceRfc822Attachments: true, maxNestingDepth: 20, maxHeadersSize: 64 * 1024 }

/** Reads a raw mail; null for one that is no report, such as somebody's answer or an absence note. */
export async function readReport(raw: Uint8Array): Promise<DeliveryReport | null> {
	const mail = await PostalMime.parse(raw, limits).catch(() => null)
	if (!mail) return null
	const status = partOf(mail, 'message/delivery-status') ?? partOf(mail, 'message/global-delivery-status')
	const feedback = partOf(mail, 'message/feedback-report')
	const failed = headerOf(mail, 'x-failed-recipients')
	if (!status && !feedback && !failed) return null
	return {
		id: headerOf(mail, 'message-id') ?? createHash('sha256').update(raw).digest('base64url'),
		messageId: aboutWhich(mail, status),
		recipients: status ? recipientsIn(status) : failed ? [plainFailure(mail)] : [],
		complaint: feedback && !status ? (fieldsIn(feedback).get('feedback-type') ?? 'abuse') : null,
	}
}

/** The original comes back whole, as its headers, or is only referred to. */
function aboutWhich(mail: Email, status: string | null): string | null {
	const original =
		partOf(mail, 'message/rfc822') ??
		partOf(mail, 'text/rfc822-headers') ??
		partOf(mail, 'message/global') ??
		partOf(mail, 'message/global-headers')
	const own = original && fieldsIn(original.split(/\r?\n\r?\n/)[0] ?? '').get('message-id')
	const told = status && /^X-(?:Original-Message-ID|MS-Exchange-Message-ID):\s*(\S+)/im.exec(status)?.[1]
	const quoted = /^\s*Message-ID:\s*<([^<>\s]+)>/im.exec(mail.text ?? '')?.[1]
	const found = own ?? told ?? mail.inReplyTo ?? quoted ?? null
	return found?.trim().replace(/^<|>$/g, '') ?? null
}

/** The groups of fields after the first, which is about the message as a whole (RFC 3464, 2.1). */
function recipientsIn(status: string): ReportedRecipient[] {
	return status
		.trim()
		.split(/(?:\r?\n[ \t]*){2,}/)
		.map(fieldsIn)
		.filter((fields) => fields.has('action'))
		.map((fields) => ({
			action: fields.get('action')?.toLowerCase().split(/[\s(]/)[0] ?? '',
			status: /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get('status') ?? '')?.[0] ?? null,
			diagnostic: said(fields.get('diagnostic-code')),
		}))
}

/** `smtp; 550 5.1.1 …` without the word for the protocol. */
function said(code: string | undefined): string | null {
	return code ? oneLine(code.replace(/^[\w-]+\s*;\s*/, '')) : null
}

/** Older Exim names the address in a header, and tells the rest in words. */
function plainFailure({ text = '' }: Email): ReportedRecipient {
	const answer = /\b([45]\d\d)[ -]([45]\.\d{1,3}\.\d{1,3})?[^\r\n]*/.exec(text)
	return { action: 'failed', status: answer?.[2] ?? null, diagnostic: answer ? oneLine(answer[0]) : null }
}

/** Fields by their lower-case name; lines that begin with a space go on with the one before. */
function fieldsIn(text: string): Map<string, string> {
	const lines = text.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
	const fields = lines.flatMap((line): [string, string][] => {
		const colon = line.indexOf(':')
		return colon > 0 ? [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]] : []
	})
	return new Map(fields.toReversed())
}

function headerOf(mail: Email, name: string): string | null {
	return mail.headers.find(({ key }) => key === name)?.value ?? null
}

function partOf(mail: Email, type: string): string | null {
	const part = mail.attachments.find(({ mimeType }) => mimeType === type)
	return part ? textOf(part) : null
}

function textOf({ content }: Attachment): string {
	return typeof content === 'string' ? content : new TextDecoder().decode(content)
}
