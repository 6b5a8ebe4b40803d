import { MARGIN, openSheet, type Sheet, type Style } from './sheet.ts'

/** Colors as `#rrggbb`, those of the light palette. */
export type DocumentColors = Record<
	'ink' | 'ink2' | 'ink3' | 'line' | 'brandFill' | 'onBrand' | 'brandStrong' | 'brandSoft',
	string
>

export type Column = {
	label: string
	align?: 'left' | 'right' /** Share of the width beside the others' shares. */
	share: number
}

export type DocumentPart =
	| { kind: 'heading'; text: string }
	| { kind: 'text'; text: string }
	| { kind: 'list'; items: string[] }
	/** Pairs of a label and what it says, two beside each other. */
	| { kind: 'facts'; facts: [label: string, value: string][] }
	/** `totals` stand below the rows, the last one emphasised. */
	| { kind: 'table'; columns: Column[]; rows: string[][]; totals?: [label: string, value: string][] }
	/** Lines to sign on, or who has signed. */
	| { kind: 'signatures'; signers: { label: string; name?: string; date?: string }[] }

export type DocumentView = {
	locale: string
	colors: DocumentColors
	company: { name: string; initials: string; lines: string[] }
	title: string
	/** One line below the title: number, date. */
	subtitle?: string
	parts: DocumentPart[]
	/** "Page 1 of 2" in the reader's language. */
	pageLabel: (number: number, of: number) => string
	madeAt: Date
}

/** A letterhead document on Letter or A4, as the locale's country has it. The same view always makes the same bytes. */
export async function documentPdf(view: DocumentView): Promise<Uint8Array> {
	const { sheet, finish } = await openSheet(view.locale, (next) => continued(next, view))
	describe(sheet, view)
	letterhead(sheet, view)
	title(sheet, view)
	for (const part of view.parts) draw(sheet, part, view.colors)
	return finish((page, { number, of }) => foot(page, view, view.pageLabel(number, of)))
}

function describe({ pdf }: Sheet, { title, company, locale, madeAt }: DocumentView) {
	pdf.setTitle(title, { showInWindowTitleBar: true })
	pdf.setAuthor(company.name)
	pdf.setCreator(company.name)
	pdf.setProducer(company.name)
	pdf.setLanguage(locale)
	pdf.setCreationDate(madeAt)
	pdf.setModificationDate(madeAt)
}

function letterhead(sheet: Sheet, { company, colors }: DocumentView) {
	const mark = 30
	const initials: Style = { size: 12, color: colors.onBrand, weight: 'bold' }
	sheet.moveDown(mark - 12)
	sheet.box(MARGIN, mark, mark, colors.brandFill)
	sheet.line(company.initials, MARGIN + (mark - sheet.widthOf(company.initials, initials)) / 2, initials, 10.5)
	sheet.line(company.name, MARGIN + mark + 12, { size: 14, color: colors.ink, weight: 'bold' }, 10)
	company.lines.forEach((line, at) => {
		sheet.line(line, sheet.right, { size: 8, color: colors.ink3, align: 'right' }, 22 - at * 11)
	})
	sheet.moveDown(Math.max(24, company.lines.length * 11 - 10))
	sheet.rule(colors.line)
	sheet.rule(colors.brandFill, MARGIN, mark, 1.6)
	sheet.moveDown(30)
}

function title(sheet: Sheet, { title, subtitle, colors }: DocumentView) {
	sheet.block(title, MARGIN, sheet.width * 0.85, { size: 25, color: colors.ink, weight: 'bold', leading: 30 })
	if (subtitle) {
		sheet.moveDown(4)
		sheet.block(subtitle, MARGIN, sheet.width, { size: 10.5, color: colors.ink3 })
	}
	sheet.moveDown(16)
}

function continued(sheet: Sheet, { title, company, colors }: DocumentView) {
	sheet.line(company.name, MARGIN, { size: 8.5, color: colors.ink, weight: 'bold' })
	sheet.line(title, sheet.right, { size: 8.5, color: colors.ink3, align: 'right' })
	sheet.moveDown(10)
	sheet.rule(colors.line)
	sheet.moveDown(22)
}

function foot(sheet: Sheet, { company, colors }: DocumentView, label: string) {
	sheet.rule(colors.line)
	sheet.moveDown(14)
	sheet.line(company.name, MARGIN, { size: 8, color: colors.ink3 })
	sheet.line(label, sheet.right, { size: 8, color: colors.ink3, align: 'right' })
}

function draw(sheet: Sheet, part: DocumentPart, colors: DocumentColors) {
	const body: Style = { size: 10.5, color: colors.ink2, leading: 16 }
	switch (part.kind) {
		case 'heading':
			sheet.need(70)
			sheet.moveDown(10)
			sheet.block(part.text, MARGIN, sheet.width, { size: 13, color: colors.ink, weight: 'bold', leading: 18 })
			return sheet.moveDown(3)
		case 'text':
			sheet.block(part.text, MARGIN, sheet.width * 0.92, body)
			return sheet.moveDown(9)
		case 'list':
			return drawList(sheet, part.items, body, colors)
		case 'facts':
			return drawFacts(sheet, part.facts, colors)
		case 'table':
			return drawTable(sheet, part, colors)
		case 'signatures':
			return drawSignatures(sheet, part.signers, colors)
	}
}

function drawList(sheet: Sheet, items: string[], body: Style, colors: DocumentColors) {
	for (const item of items) {
		sheet.need(18)
		sheet.box(MARGIN + 2, 3.5, 3.5, colors.brandStrong, -9.5)
		sheet.block(item, MARGIN + 16, sheet.width * 0.88, body)
		sheet.moveDown(3)
	}
	sheet.moveDown(6)
}

function drawFacts(sheet: Sheet, facts: [string, string][], colors: DocumentColors) {
	const gap = 28
	const width = (sheet.width - gap) / 2
	for (let at = 0; at < facts.length; at += 2) {
		const pair = facts.slice(at, at + 2)
		const value: Style = { size: 10.5, color: colors.ink, weight: 'bold' }
		const lines = pair.map(([, text]) => sheet.lines(text, width, value))
		const height = 24 + Math.max(...lines.map((wrapped) => wrapped.length)) * 14
		sheet.need(height)
		pair.forEach(([label], column) => {
			const x = MARGIN + column * (width + gap)
			sheet.rule(colors.line, x, width)
			sheet.line(label, x, { size: 8, color: colors.ink3 }, -14)
			lines[column]?.forEach((line, row) => {
				sheet.line(line, x, value, -28 - row * 14)
			})
		})
		sheet.moveDown(height + 2)
	}
	sheet.moveDown(8)
}

const PAD = 8

function drawTable(
	sheet: Sheet,
	{ columns, rows, totals = [] }: Extract<DocumentPart, { kind: 'table' }>,
	colors: DocumentColors,
) {
	const shares = columns.reduce((sum, { share }) => sum + share, 0)
	let x = MARGIN
	const placed = columns.map((column) => {
		const width = (column.share / shares) * sheet.width
		x += width
		return { ...column, left: x - width, width }
	})
	const cell = (text: string, { left, width, align }: (typeof placed)[number], style: Style, up: number) =>
		sheet.line(text, align === 'right' ? left + width - PAD : left + PAD, { ...style, align }, up)

	const head = () => {
		sheet.moveDown(24)
		sheet.box(MARGIN, sheet.width, 24, colors.brandSoft)
		for (const column of placed) cell(column.label, column, { size: 8.5, color: colors.ink, weight: 'bold' }, 8.5)
	}

	sheet.need(64)
	head()
	const style: Style = { size: 10, color: colors.ink2 }
	for (const [index, row] of rows.entries()) {
		const wrapped = placed.map((column, at) => sheet.lines(row[at] ?? '', column.width - 2 * PAD, style))
		const height = Math.max(...wrapped.map((lines) => lines.length)) * 14 + 10
		// The sums never stand on a page without at least one of the rows that they add up.
		if (sheet.need(index === rows.length - 1 ? height + totals.length * 20 : height)) head()
		placed.forEach((column, at) => {
			wrapped[at]?.forEach((line, down) => {
				cell(line, column, at === 0 ? { ...style, color: colors.ink } : style, -16 - down * 14)
			})
		})
		sheet.moveDown(height)
		sheet.rule(colors.line)
	}
	drawTotals(sheet, totals, colors)
	sheet.moveDown(16)
}

function drawTotals(sheet: Sheet, totals: [string, string][], colors: DocumentColors) {
	totals.forEach(([label, value], at) => {
		const last = at === totals.length - 1
		const style: Style = last ? { size: 12, color: colors.ink, weight: 'bold' } : { size: 10, color: colors.ink2 }
		sheet.moveDown(last ? 24 : 19)
		sheet.line(label, MARGIN + sheet.width * 0.55, style)
		sheet.line(value, sheet.right - PAD, { ...style, align: 'right' })
	})
}

function drawSignatures(
	sheet: Sheet,
	signers: { label: string; name?: string; date?: string }[],
	colors: DocumentColors,
) {
	const gap = 28
	const width = (sheet.width - gap) / 2
	for (let at = 0; at < signers.length; at += 2) {
		sheet.need(78)
		sheet.moveDown(54)
		signers.slice(at, at + 2).forEach(({ label, name, date }, column) => {
			const x = MARGIN + column * (width + gap)
			if (name) sheet.line(name, x, { size: 13, color: colors.brandStrong }, 7)
			if (date) sheet.line(date, x + width, { size: 9, color: colors.ink3, align: 'right' }, 7)
			sheet.rule(colors.ink3, x, width)
			sheet.line(label, x, { size: 8, color: colors.ink3 }, -12)
		})
		sheet.moveDown(24)
	}
}
