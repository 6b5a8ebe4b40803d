import { compileLayout, escapeHtml, Html, type Values } from './fill.ts'
import { layout } from './layout.generated.ts'

/** Colors as `#rrggbb`, computed from the company's brand color. */
export type MailColors = Record<
	'ground' | 'surface' | 'surfaceSunk' | 'line' | 'ink' | 'ink2' | 'ink3' | 'brandFill' | 'onBrand' | 'brandStrong',
	string
>

export type MailBrand = {
	name: string
	/** Absolute address of a picture that mail programs can fetch without signing in; null shows the name alone. */
	logoUrl: string | null
	/** For dark mail programs, where the company has one. */
	logoDarkUrl?: string | null
	/** The picture already holds the name. */
	wordmark?: boolean
	light: MailColors
	dark: MailColors
}

export type MailView = {
	brand: MailBrand
	locale: string
	/** What a list of mails shows beside the subject. */
	preheader: string
	title: string
	/** Plain text; a line break stays one. */
	paragraphs: string[]
	/** Shown large, to be read and copied. */
	code?: string
	/** `lead` is the sentence before it. */
	button?: { label: string; href: string; lead?: string }
	/** Small print below. */
	note?: string
	footer: string[]
	unsubscribe?: { label: string; href: string }
}

const fillLayout = compileLayout(layout)

/** A mail's two parts, each written for its own readers. Every text is escaped; nothing is loaded but the logo. */
export function renderMail(view: MailView): { html: string; text: string } {
	return { html: fillLayout(valuesOf(view)), text: writeText(view) }
}

function valuesOf(view: MailView): Values {
	const { locale, title, preheader, button, unsubscribe } = view
	return {
		...brandValues(view.brand),
		locale,
		title,
		preheader: new Html(escapeHtml(preheader) + afterPreheader),
		paragraphs: view.paragraphs.map(lines),
		code: view.code ? { digits: view.code } : null,
		button: button && { label: button.label, href: link(button.href), lead: button.lead ? lines(button.lead) : null },
		note: view.note ? lines(view.note) : null,
		footer: view.footer.map(lines),
		unsubscribe: unsubscribe && { label: unsubscribe.label, href: link(unsubscribe.href) },
	}
}

// Keeps mail programs from filling the preview up with the first words of the mail itself.
const afterPreheader = '&#847;&zwnj;&nbsp;'.repeat(60)

function brandValues({ name, logoUrl, logoDarkUrl, wordmark, light, dark }: MailBrand): Values {
	const colors = Object.entries({ light, dark }).flatMap(([scheme, roles]) =>
		Object.entries(roles).map(([role, color]) => [`${scheme}.${role}`, color]),
	)
	// Where the name stands beside the picture, reading both aloud would say it twice.
	const alt = wordmark ? name : ''
	return {
		...Object.fromEntries(colors),
		logo: logoUrl ? { src: link(logoUrl), alt } : null,
		// A logo made for paper stands on paper in the dark too.
		paperLogo: logoUrl && !logoDarkUrl ? { ground: light.surface } : null,
		darkLogo: logoUrl && logoDarkUrl ? { src: link(logoDarkUrl), alt } : null,
		initials: logoUrl ? null : { letters: initialsOf(name) },
		name: logoUrl && wordmark ? null : { value: name },
	}
}

function initialsOf(name: string): string {
	const words = name.split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word))
	const ends = words.length > 1 ? [words[0], words.at(-1)] : words
	return (
		ends
			.map((word) => /^.\p{M}*/u.exec(word ?? '')?.[0] ?? '')
			.join('')
			.toUpperCase() || '?'
	)
}

function lines(text: string): Values {
	return { lines: new Html(text.trim().split(/\r?\n/).map(escapeHtml).join('<br>')) }
}

function link(address: string): string {
	const url = URL.canParse(address) ? new URL(address) : null
	if (!url || !['https:', 'http:', 'mailto:', 'tel:'].includes(url.protocol))
		throw new Error('A mail can only link to web, mail and phone')
	return address
}

/** For readers without HTML, on watches and read aloud. */
function writeText({ brand, title, paragraphs, code, button, note, footer, unsubscribe }: MailView): string {
	const parts = [
		brand.name,
		title,
		...paragraphs,
		code && `    ${code}`,
		button?.lead,
		button && `${button.label}:\n${button.href}`,
		note,
		['-- ', ...footer, ...(unsubscribe ? [`${unsubscribe.label}: ${unsubscribe.href}`] : [])].join('\n'),
	]
	return `${parts.filter((part) => part).join('\n\n')}\n`
}
