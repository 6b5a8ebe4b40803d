import { capHeight, letterOutlines } from './letters.ts'

/** The first letter or digit of a name that we can draw: accents fall away, other scripts have none. */
function signOf(name: string): string | undefined {
	const plain = name.normalize('NFD').toUpperCase()
	return [...plain].find((sign) => sign in letterOutlines)
}

/**
 * The name's first letter on a color, as an SVG; where there is no such letter, a disc. Drawn as an outline, since a
 * server may have no font. `corner` and `letter` are shares of the side.
 */
export function letterIcon(
	name: string,
	colors: { fill: string; on: string },
	{ corner = 0, letter = 0.5 }: { corner?: number; letter?: number } = {},
): string {
	const side = 512
	const sign = signOf(name)
	const [left, right, outline] = (sign && letterOutlines[sign]) || [0, 0, '']
	const scale = (side * letter) / capHeight
	const x = side / 2 - ((left + right) / 2) * scale
	const y = side / 2 + (capHeight / 2) * scale
	const mark = outline
		? `<path fill="${colors.on}" transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${scale.toFixed(4)})" d="${outline}"/>`
		: `<circle cx="256" cy="256" r="${(side * letter) / 2}" fill="${colors.on}"/>`
	return (
		`<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 ${side} ${side}">` +
		`<rect width="${side}" height="${side}" rx="${side * corner}" fill="${colors.fill}"/>${mark}</svg>`
	)
}
