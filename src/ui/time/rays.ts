/** Width of the drawing in its own units; it is stretched sideways to fit. */
export const WIDTH = 480

type Frame = { above: number; below: number; height: number }

/** From the top, in percent, where a value stands; values below the horizon are negative. */
export function level(value: number, { above, below }: Omit<Frame, 'height'>): number {
	return ((above - value) / (above + below)) * 100
}

/** Strokes from the horizon to each value, as one SVG path; nothing is drawn for `null` and zero. */
export function rays(values: (number | null)[], frame: Frame): string {
	return strokes(values, frame, (x, width, y, horizon) => box(x, width, Math.min(y, horizon), Math.max(y, horizon)))
}

/** The ends of the strokes, `thick` units high, as one SVG path. */
export function caps(values: (number | null)[], frame: Frame, thick: number): string {
	return strokes(values, frame, (x, width, y) => box(x, width, y, y + thick))
}

type Draw = (x: number, width: number, y: number, horizon: number) => string

function strokes(values: (number | null)[], frame: Frame, draw: Draw): string {
	const pitch = WIDTH / Math.max(1, values.length)
	const toY = (value: number) => (level(value, frame) / 100) * frame.height
	return values
		.map((value, index) => (value ? draw((index + 0.25) * pitch, pitch / 2, toY(value), toY(0)) : ''))
		.join('')
}

const round = (value: number) => Math.round(value * 10) / 10
const box = (x: number, width: number, top: number, bottom: number) =>
	`M${round(x)} ${round(top)}h${round(width)}V${round(bottom)}h${-round(width)}z`
