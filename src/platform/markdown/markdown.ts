import { Marked, type Tokens } from 'marked'

/**
 * Markdown as HTML that is safe to show: raw HTML in it stays text, links lead only to pages, mail and phone,
 * pictures become their description. Headings begin below the page's own.
 */
export function renderMarkdown(text: string): string {
	return marked.parse(text, { async: false })
}

const marked = new Marked({
	gfm: true,
	renderer: {
		html: ({ text }: Tokens.HTML | Tokens.Tag) => inert(text),
		heading({ tokens, depth }) {
			const level = Math.min(6, depth + 1)
			return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`
		},
		link({ href, tokens }) {
			const words = this.parser.parseInline(tokens)
			const address = safeAddress(href)
			if (!address) return words
			const outside = /^https?:/i.test(address) ? ' target="_blank" rel="noopener noreferrer nofollow"' : ''
			return `<a href="${inert(address)}"${outside}>${words}</a>`
		},
		image: ({ text }) => inert(text),
		code: ({ text }) => `<pre><code>${inert(text)}</code></pre>\n`,
		table({ header, rows }) {
			const cells = (row: Tokens.TableCell[], tag: 'th' | 'td') =>
				`<tr>${row.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join('')}</tr>`
			const body = rows.map((row) => cells(row, 'td')).join('')
			return `<table><thead>${cells(header, 'th')}</thead><tbody>${body}</tbody></table>\n`
		},
		checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
	},
})

/** An address that a reader may be led to; null for one that would run, or that is no address. */
function safeAddress(href: string): string | null {
	const address = href.trim()
	// Browsers read addresses without tabs and line ends, so that they could hide a scheme.
	if (/[\p{Cc}\s]/u.test(address)) return null
	if (/^(https?:\/\/|mailto:|tel:)/i.test(address)) return address
	return /^(#|\/(?![/\\]))/.test(address) ? address : null
}

function inert(text: string): string {
	return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
