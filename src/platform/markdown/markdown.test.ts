import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderMarkdown } from './markdown.ts'

describe('ACC-14: Markdown as HTML', () => {
	test('headings, lists, emphasis, tables and links are shown', () => {
		const html = renderMarkdown(
			'# One\n\nSome **bold** [page](https://example.com/a?b=1&c=2)\n\n1. a\n2. b\n\n|x|y|\n|-|-|\n|1|2|',
		)
		expect(html).toContain('<h2>One</h2>')
		expect(html).toContain('<strong>bold</strong>')
		expect(html).toContain(
			'<a href="https://example.com/a?b=1&#38;c=2" target="_blank" rel="noopener noreferrer nofollow">',
		)
		expect(html).toContain('<ol>\n<li>a</li>')
		expect(html).toContain('<tr><th>x</th><th>y</th></tr>')
	})

	test.each([
		'<script>alert(1)</script>',
		'text <img src=x onerror=alert(1)> text',
		'<a href="javascript:alert(1)">x</a>',
		'<!-- <b> -->',
		'![x" onerror="alert(1)](https://example.com/a.png)',
		'```<b>\n<script>x</script>\n```',
		'`<b>`',
		'<div>\n\n**a**\n\n</div>',
	])('raw HTML stays text: %s', (text) => {
		expect(tagsOf(renderMarkdown(text)).filter((tag) => !allowed.has(tag))).toEqual([])
		expect(renderMarkdown(text)).not.toMatch(/<[^>]*\son\w+=/i)
	})

	test.each([
		'javascript:alert(1)',
		'JaVaScRiPt:alert(1)',
		'data:text/html,x',
		'vbscript:x',
		'//evil.example',
		'/\\evil.example',
		'&#106;avascript:alert(1)',
		'java&Tab;script:alert(1)',
	])('a link to %s is no link', (href) => {
		expect(renderMarkdown(`[x](${href}) [y][1]\n\n[1]: ${href}`)).not.toContain('<a')
		expect(renderMarkdown(`<${href}>`)).not.toMatch(/href="(?!https?:|mailto:|tel:|#|\/[^/\\])/)
	})

	test('whatever is written, only known elements and addresses come out', () => {
		const piece = fc.constantFrom(
			'<',
			'>',
			'"',
			"'",
			'(',
			')',
			'[',
			']',
			'!',
			'`',
			'\n',
			'&',
			'#',
			'*',
			'|',
			'-',
			'a',
			'javascript:',
			'onload=',
			'img',
			' ',
			'https://x.y',
			'\\',
			'&lt;',
			'\t',
		)
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
				const html = renderMarkdown(pieces.join(''))
				for (const tag of tagsOf(html)) expect(allowed).toContain(tag)
				for (const [, href = ''] of html.matchAll(/href="([^"]*)"/g))
					expect(href).toMatch(/^(https?:\/\/|mailto:|tel:|#|\/)/i)
			}),
			{ numRuns: 500 },
		)
	})
})

const allowed = new Set(
	'p h2 h3 h4 h5 h6 strong em del a ul ol li blockquote pre code hr br table thead tbody tr th td'.split(' '),
)

function tagsOf(html: string): string[] {
	return [...html.matchAll(/<\/?([^\s>/]*)/g)].map(([, tag = '']) => tag.toLowerCase())
}
