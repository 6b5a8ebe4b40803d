import type { SendMailOptions } from 'nodemailer'
import { oneLine } from '../outcome.ts'

export type Address = { name: string; address: string }

export type Dkim = { domain: string; selector: string; privateKey: string }

export type Mail = {
	to: string | Address
	from?: string | Address
	replyTo?: string | Address
	subject: string
	html: string
	text: string
	/** `<left@right>`; the same mail sent again keeps it, so that receivers can tell. */
	messageId: string
	headers?: Record<string, string>
	/** Signed with it (RFC 6376); `privateKey` is PEM. */
	dkim?: Dkim
	/** `url` must answer a POST by unsubscribing (RFC 8058). */
	listUnsubscribe?: { url: string; mailto?: string }
}

type Checked = { ok: true; options: SendMailOptions } | { ok: false; reason: string; message: string }

/** Turns a mail into the library's options, or says why it can never be sent. No value can start a header of its own. */
export function checkMail(mail: Mail, defaultFrom: string | Address): Checked {
	const to = readAddress(mail.to)
	const from = readAddress(mail.from ?? defaultFrom)
	const replyTo = mail.replyTo ? readAddress(mail.replyTo) : undefined
	if (!to) return bad('recipient', 'The recipient is not an e-mail address')
	if (!from || replyTo === null) return bad('sender', 'The sender or reply address is not an e-mail address')
	if (!/^<[^\s<>@]+@[^\s<>@]+>$/.test(mail.messageId))
		return bad('header', 'The message id is not of the form <left@right>')
	const headers = extraHeaders(mail)
	if (!headers) return bad('header', 'A header has a name or value that is not allowed')
	const { html, text, messageId, dkim } = mail
	const options = {
		to,
		from,
		replyTo,
		subject: plain(mail.subject),
		html,
		text,
		messageId,
		headers,
		xMailer: false as const,
		...(dkim && { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey } }),
	}
	return { ok: true, options }
}

const bad = (reason: string, message: string): Checked => ({ ok: false, reason, message })

/** Reads `a@b.example` or `Name <a@b.example>`; null when it is not exactly one address. */
export function readAddress(value: string | Address): Address | null {
	const match = typeof value === 'string' ? /^(?:"?([^"<>]*?)"?\s*<)?([^<>\s]+@[^<>\s]+?)>?$/.exec(value.trim()) : null
	const found = typeof value === 'string' ? match && { name: match[1] ?? '', address: match[2] ?? '' } : value
	if (!found || !mailbox.test(found.address) || found.address.length > 254) return null
	return { name: plain(found.name), address: found.address }
}

// Quoted local parts and address literals are legal, never met, and the stuff of injection.
const mailbox = /^[^\s"(),:;<>@[\\\]\p{Cc}]+@[^\s"(),:;<>@[\\\]\p{Cc}]+$/u

const plain = (text: string) => oneLine(text).replace(/[\u2028\u2029\u0085]/g, ' ')

const ours =
	/^(from|to|cc|bcc|sender|reply-to|return-path|subject|date|message-id|mime-version|dkim-signature|list-unsubscribe.*|content-.*)$/i

function extraHeaders({ headers = {}, listUnsubscribe }: Mail): Record<string, string> | null {
	for (const [name, value] of Object.entries(headers)) {
		if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(name) || ours.test(name) || /\p{Cc}/u.test(value)) return null
	}
	const all = { 'Auto-Submitted': 'auto-generated', ...headers }
	if (!listUnsubscribe) return all
	const links = [listUnsubscribe.url, listUnsubscribe.mailto].filter((link) => link !== undefined)
	if (links.some((link) => !URL.canParse(link) || /[\s<>,]/.test(link))) return null
	return {
		...all,
		'List-Unsubscribe': links.map((link) => `<${link}>`).join(', '),
		'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
	}
}
