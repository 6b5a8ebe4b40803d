import { PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from '@cantoo/pdf-lib'
import { drawable, wrap } from './text.ts'

export const MARGIN = 58
/** Where the foot line stands; content ends above it. */
const FOOT = 46
const CONTENT_END = FOOT + 34

export type Weight = 'regular' | 'bold'
export type Style = { size: number; color: string; weight?: Weight; leading?: number; align?: 'left' | 'right' }

/** Paper with a pen that moves down and takes a new sheet where the old one ends. Distances in points. */
export type Sheet = {
	pdf: PDFDocument
	width: number
	/** Right edge of the content. */
	right: number
	/** The pen's height above the lower edge. */
	y: () => number
	moveDown(points: number): void
	/** Takes a new sheet when less than so much is left; answers whether it did. */
	need(points: number): boolean
	/** One line at the pen's height, `up` points above it. */
	line(text: string, x: number, style: Style, up?: number): void
	/** Wrapped text; the pen ends below it. */
	block(text: string, x: number, width: number, style: Style): void
	lines(text: string, width: number, style: Style): string[]
	box(x: number, width: number, height: number, color: string, up?: number): void
	rule(color: string, x?: number, width?: number, thickness?: number): void
	widthOf(text: string, style: Style): number
}

type Fonts = Record<Weight, PDFFont>
type Furniture = (sheet: Sheet, page: { number: number; of: number }) => void

/** Letter where that is the paper, else A4. */
export function paperFor(locale: string): [width: number, height: number] {
	const region = new Intl.Locale(locale).maximize().region ?? ''
	return ['US', 'CA', 'MX', 'CL', 'CO', 'CR', 'GT', 'PA', 'PH', 'PR', 'SV', 'VE', 'DO'].includes(region)
		? [612, 792]
		: [595.28, 841.89]
}

export async function openSheet(locale: string, onNewSheet: (sheet: Sheet) => void) {
	const pdf = await PDFDocument.create()
	const fonts: Fonts = {
		regular: await pdf.embedFont(StandardFonts.Helvetica),
		bold: await pdf.embedFont(StandardFonts.HelveticaBold),
	}
	const paper = paperFor(locale)
	const pen = { page: pdf.addPage(paper), y: paper[1] - MARGIN }
	const sheet = sheetOn(pdf, fonts, pen, paper, onNewSheet)
	return { sheet, finish: (furniture: Furniture) => finish(sheet, pen, furniture) }
}

type Pen = { page: PDFPage; y: number }

function sheetOn(
	pdf: PDFDocument,
	fonts: Fonts,
	pen: Pen,
	paper: [number, number],
	onNewSheet: (sheet: Sheet) => void,
): Sheet {
	const right = paper[0] - MARGIN
	const font = ({ weight = 'regular' }: Style) => fonts[weight]
	const sheet: Sheet = {
		pdf,
		width: right - MARGIN,
		right,
		y: () => pen.y,
		moveDown: (points) => {
			pen.y -= points
		},
		need: (points) => {
			if (pen.y - points >= CONTENT_END) return false
			pen.page = pdf.addPage(paper)
			pen.y = paper[1] - MARGIN
			onNewSheet(sheet)
			return true
		},
		line: (text, x, style, up = 0) => {
			const shown = drawable(text)
			const left = style.align === 'right' ? x - font(style).widthOfTextAtSize(shown, style.size) : x
			pen.page.drawText(shown, {
				x: left,
				y: pen.y + up,
				size: style.size,
				font: font(style),
				color: colorOf(style.color),
			})
		},
		lines: (text, width, style) => wrap(text, font(style), style.size, width),
		block: (text, x, width, style) => {
			const leading = style.leading ?? style.size * 1.45
			for (const line of sheet.lines(text, width, style)) {
				sheet.need(leading)
				pen.y -= leading
				sheet.line(line, x, style, leading * 0.28)
			}
		},
		box: (x, width, height, color, up = 0) =>
			pen.page.drawRectangle({ x, y: pen.y + up, width, height, color: colorOf(color) }),
		rule: (color, x = MARGIN, width = right - x, thickness = 0.6) =>
			pen.page.drawRectangle({ x, y: pen.y, width, height: thickness, color: colorOf(color) }),
		widthOf: (text, style) => font(style).widthOfTextAtSize(drawable(text), style.size),
	}
	return sheet
}

async function finish(sheet: Sheet, pen: Pen, furniture: Furniture): Promise<Uint8Array> {
	const pages = sheet.pdf.getPages()
	for (const [at, page] of pages.entries()) {
		pen.page = page
		pen.y = FOOT
		furniture(sheet, { number: at + 1, of: pages.length })
	}
	return sheet.pdf.save()
}

function colorOf(hex: string) {
	const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as [
		number,
		number,
		number,
	]
	return rgb(red, green, blue)
}
