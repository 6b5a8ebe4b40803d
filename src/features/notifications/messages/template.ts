import type { Locale } from '#i18n'

/** Who writes: the company, and where its pages are. */
export interface Company {
	name: string
	/** Origin of its pages, such as `https://sunny.example.com`. */
	url: string
}

/** What a mail says; how it looks is `platform/mail`'s. */
export interface MailContent {
	subject: string
	/** What a list of mails shows beside the subject. */
	preheader: string
	title: string
	paragraphs: string[]
	code?: string
	button?: { label: string; href: string; lead?: string }
	/** Small print below. */
	note?: string
}

/** One kind of message in all languages and on all channels. Its values are kept encrypted until they are wiped. */
export interface Template<V> {
	/** Values that let somebody in: the outbox hides them once the message has left the house. */
	secrets: readonly (keyof V & string)[]
	mail(values: V, company: Company, locale: Locale): MailContent
	sms(values: V, company: Company, locale: Locale): string
}

/** The last line by which a phone offers the code to the page it belongs to (WebOTP: host without port). */
export function forPhone(text: string, company: Company, code: string): string {
	return `${text}\n\n@${new URL(company.url).hostname} #${code}`
}
