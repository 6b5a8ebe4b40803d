import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildLayout } from './build.ts'
import { compileLayout } from './fill.ts'
import { type MailColors, type MailView, renderMail } from './mail.ts'

const roles = ['ground', 'surface', 'surfaceSunk', 'line', 'ink', 'ink2', 'ink3', 'brandFill', 'onBrand', 'brandStrong']
const colors = (base: string) => Object.fromEntries(roles.map((role, at) => [role, `#${base}${at}${at}`])) as MailColors

const view = (change: Partial<MailView> = {}): MailView => ({
	brand: { name: 'Sunny Solar', logoUrl: null, light: colors('a1b2'), dark: colors('c3d4') },
	locale: 'en',
	preheader: 'No password needed',
	title: 'Maya, your home has a page with us.',
	paragraphs: ['See how it goes.\nAny time.'],
	footer: ['Sunny Solar, 2200 Main Street'],
	...change,
})

test('NOT-2: the compiled layout is the one of its source', async () => {
	expect(await readFile(new URL('./layout.generated.ts', import.meta.url), 'utf8')).toBe(await buildLayout())
})

test('NOT-2: a mail shows what it is given, in both parts', () => {
	const { html, text } = renderMail(
		view({
			code: '482913',
			button: { label: 'Open my page', href: 'https://my.sunny.example/i/x?a=1&b=2', lead: 'Or by link:' },
			note: 'For you only.',
			unsubscribe: { label: 'Unsubscribe', href: 'https://my.sunny.example/u/1' },
		}),
	)
	expect(text).toBe(
		[
			'Sunny Solar',
			'Maya, your home has a page with us.',
			'See how it goes.\nAny time.',
			'    482913',
			'Or by link:',
			'Open my page:\nhttps://my.sunny.example/i/x?a=1&b=2',
			'For you only.',
			'-- \nSunny Solar, 2200 Main Street\nUnsubscribe: https://my.sunny.example/u/1\n',
		].join('\n\n'),
	)
	expect(html).toContain('See how it goes.<br>Any time.')
	expect(html).toContain('href="https://my.sunny.example/i/x?a=1&#38;b=2"')
	expect(html).toContain('>482913<')
	expect(html).toContain('lang="en"')
	expect(html).toContain('>SS</span>')
	for (const role of roles) expect(html).toContain(colors('a1b2')[role as keyof MailColors])
	expect(html).toMatch(/prefers-color-scheme: dark[\s\S]*#c3d400/)
})

test('NOT-2: parts that are not given leave nothing behind', () => {
	const { html, text } = renderMail(view({ paragraphs: [], footer: [] }))
	expect(html).not.toMatch(/\{\{|undefined|null|<a\b|<img|482913/)
	expect(text).not.toMatch(/undefined|null|false/)
})

test("NOT-2: nothing is fetched but the logo, and no name but the company's is told", () => {
	const { html, text } = renderMail(view())
	expect(html).not.toMatch(/<img|<link|@import|<script|url\(|src=/i)
	expect(html + text).not.toMatch(/porchlight|mjml/i)
	const logo = renderMail(
		view({
			brand: {
				...view().brand,
				logoUrl: 'https://my.sunny.example/brand/logo',
				logoDarkUrl: 'https://my.sunny.example/brand/dark',
				wordmark: true,
			},
		}),
	)
	expect([...logo.html.matchAll(/src="([^"]*)"/g)].map(([, src]) => src)).toEqual([
		'https://my.sunny.example/brand/logo',
		'https://my.sunny.example/brand/dark',
	])
	expect(logo.html).toContain('alt="Sunny Solar"')
})

test('NOT-2: no text can become markup, whatever it is', () => {
	const nasty = fc.oneof(
		fc.string({ unit: 'binary' }),
		fc.constantFrom('</td><script>x</script>', '" onload="x', "' x='", '{{title}}', '{{/code}}', '<!--', '$&'),
	)
	const count = (html: string) => html.match(/</g)?.length
	const filled = (text: string) =>
		renderMail(
			view({
				title: text,
				preheader: text,
				paragraphs: [text.replace(/[\r\n]/g, ' ')],
				code: text || 'x',
				note: 'n',
				button: { label: text, href: 'https://a.example/' },
			}),
		)
	const plain = count(filled('plain').html)
	fc.assert(
		fc.property(nasty, (text) => {
			expect(count(filled(text).html)).toBe(plain)
		}),
	)
	expect(filled('{{title}}').html).toContain('<p style="margin: 0;">{{title}}</p>')
})

test('NOT-2: a link that is no web, mail or phone address is an error', () => {
	for (const href of ['javascript:alert(1)', 'data:text/html,x', '/relative', '']) {
		expect(() => renderMail(view({ button: { label: 'x', href } })), href).toThrow('only link')
	}
})

test('NOT-2: a layout says what it lacks', () => {
	expect(compileLayout('{{#list}}<{{a}}|{{b}}>{{/list}}')({ b: 'B', list: [{ a: '1' }, { a: '2', b: '&' }] })).toBe(
		'<1|B><2|&#38;>',
	)
	expect(() => compileLayout('{{a}}')({})).toThrow('needs a')
	expect(() => compileLayout('{{a}}')({ a: null })).toThrow('needs a')
	expect(() => compileLayout('{{#a}}x')).toThrow('never closes a')
	expect(() => compileLayout('x{{/a}}')).toThrow('closes a')
})
