import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type DocumentPart, type DocumentView, documentPdf } from './document.ts'
import { paperFor } from './sheet.ts'
import { drawable, wrap } from './text.ts'

const view = (parts: DocumentPart[], change: Partial<DocumentView> = {}): DocumentView => ({
	locale: 'en-US',
	colors: {
		ink: '#221d1a',
		ink2: '#4d4844',
		ink3: '#68625d',
		line: '#e2e0dd',
		brandFill: '#c04100',
		onBrand: '#ffffff',
		brandStrong: '#a13300',
		brandSoft: '#fff0ea',
	},
	company: { name: 'Sunny Solar', initials: 'SS', lines: ['2200 Main Street', 'Longmont, CO 80501'] },
	title: 'Interconnection agreement',
	subtitle: 'June 9, 2026',
	parts,
	pageLabel: (number, of) => `Page ${number} of ${of}`,
	madeAt: new Date('2026-06-09T12:00:00Z'),
	...change,
})

const every: DocumentPart[] = [
	{
		kind: 'facts',
		facts: [
			['Prepared for', 'Maya Ortiz'],
			['Site', '418 Alder Lane'],
			['Odd', 'one'],
		],
	},
	{ kind: 'heading', text: 'What we do' },
	{ kind: 'text', text: 'Zwei Zeilen\nund ein Umbruch — “so” €5.' },
	{ kind: 'list', items: ['First', 'Second'] },
	{
		kind: 'table',
		columns: [
			{ label: 'Item', share: 3 },
			{ label: 'Amount', share: 1, align: 'right' },
		],
		rows: [['Module', '$310.00']],
		totals: [['Total', '$310.00']],
	},
	{
		kind: 'signatures',
		signers: [{ label: 'Client', name: 'Maya Ortiz', date: 'June 11' }, { label: 'Company' }, { label: 'Third' }],
	},
]

test('DOC-1: a document is a real PDF that names the company and nobody else', async () => {
	const bytes = await documentPdf(view(every))
	const pdf = await PDFDocument.load(bytes, { updateMetadata: false })
	expect(pdf.getPageCount()).toBe(1)
	expect(pdf.getTitle()).toBe('Interconnection agreement')
	for (const name of [pdf.getAuthor(), pdf.getCreator(), pdf.getProducer()]) expect(name).toBe('Sunny Solar')
	expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/porchlight|pdf-lib/i)
	expect(Buffer.from(await documentPdf(view(every))).equals(bytes)).toBe(true)
})

test("DOC-1: paper is what the reader's country prints on", async () => {
	expect(paperFor('en')).toEqual([612, 792])
	expect(paperFor('en-US')).toEqual([612, 792])
	expect(paperFor('es-MX')).toEqual([612, 792])
	expect(paperFor('es')).toEqual([595.28, 841.89])
	const page = (await PDFDocument.load(await documentPdf(view([], { locale: 'de' })))).getPage(0)
	expect(page.getSize()).toEqual({ width: 595.28, height: 841.89 })
})

test('DOC-1: what does not fit goes on to further pages', async () => {
	const rows = Array.from({ length: 120 }, (_, at) => [
		`Module ${at}, with a name that takes more than one line of its column`,
		`$${at}.00`,
	])
	const table: DocumentPart = {
		kind: 'table',
		columns: [
			{ label: 'Item', share: 1 },
			{ label: 'Amount', share: 1 },
		],
		rows,
	}
	expect((await PDFDocument.load(await documentPdf(view([table])))).getPageCount()).toBeGreaterThan(4)
	const long: DocumentPart = { kind: 'text', text: 'word '.repeat(4_000) }
	expect((await PDFDocument.load(await documentPdf(view([long])))).getPageCount()).toBeGreaterThan(3)
})

test('DOC-1: no text stops a document from being made', async () => {
	await fc.assert(
		fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (text) => {
			await documentPdf(
				view(
					[
						{ kind: 'text', text },
						{ kind: 'list', items: [text] },
					],
					{ title: text, subtitle: text },
				),
			)
		}),
		{ numRuns: 30 },
	)
})

test('DOC-1: signs that the fonts lack are replaced by the nearest', () => {
	expect(drawable('José Ñandú “quoted” €5 – ok')).toBe('José Ñandú “quoted” €5 – ok')
	expect(drawable('Łódź ﬁne Ş 你 \u0007\u202e')).toBe('·ódz fine S · ')
})

test('DOC-1: lines fit their width and lose no letter', async () => {
	const pdf = await PDFDocument.create()
	const font = await pdf.embedFont(StandardFonts.Helvetica)
	const words = fc.string({ unit: fc.constantFrom('a', 'W', 'i', ' ', 'é', '.'), maxLength: 200 })
	fc.assert(
		fc.property(words, fc.integer({ min: 20, max: 300 }), (text, width) => {
			const lines = wrap(text, font, 10, width)
			for (const line of lines) expect(font.widthOfTextAtSize(line.trim(), 10)).toBeLessThanOrEqual(width)
			expect(lines.join('').replace(/ /g, '')).toBe(text.replace(/ /g, ''))
		}),
	)
})
