import { gradient, HEIGHT, photo, type Random, WIDTH } from '../paint/rules.ts'

/** The plate on the back of a module, close up: type and serial number, as installers photograph it. */
export function label(random: Random): string {
	const serial = `SM${Math.floor(random() * 9e9 + 1e9)}`
	const bars = Array.from({ length: 64 }, () => 2 + Math.floor(random() * 3) * 3)
	let x = 0
	const code = bars.map((width, at) => {
		x += width + (at ? 3 : 0)
		return `<rect x="${x - width}" width="${width}" height="96"/>`
	})
	const rows = [
		['Rated power', '400 W'],
		['Open circuit voltage', '37.1 V'],
		['Short circuit current', '13.8 A'],
		['Max. system voltage', '1000 V'],
		['Weight', '21.3 kg'],
	]
	const table = rows.map(
		([name, value], at) =>
			`<text x="0" y="${at * 44}">${name}</text><text x="560" y="${at * 44}" text-anchor="end" font-weight="600">${value}</text>`,
	)
	return photo({
		defs: gradient(
			'back',
			[
				[0, '#e9ebec'],
				[1, '#b4b9bc'],
			],
			'x2="1" y2="1"',
		),
		body: `<rect width="${WIDTH}" height="${HEIGHT}" fill="url(#back)"/>
<rect x="-50" y="1040" width="1800" height="220" fill="#1d1f22"/><rect x="-50" y="1036" width="1800" height="10" fill="#fff" opacity="0.5"/>
<g transform="rotate(${(random() * 5 - 2.5).toFixed(2)} 800 560)"><rect x="430" y="190" width="760" height="720" fill="#000" opacity="0.35" filter="url(#edge)" transform="translate(5 8)"/>
<rect x="430" y="190" width="760" height="720" rx="8" fill="#fdfdfb"/><g transform="translate(530 300)" font-family="sans-serif" fill="#202427"><text font-size="44" font-weight="700">SM-400 BLACK</text>
<g transform="translate(0 80)" font-size="26">${table.join('')}</g><g transform="translate(0 350)" fill="#111">${code.join('')}</g><text y="500" font-size="34" letter-spacing="4">${serial}</text></g></g>`,
	})
}
