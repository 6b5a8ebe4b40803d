import {
	gradient,
	line,
	part,
	photo,
	pick,
	polygon,
	type Quad,
	type Random,
	sky,
	trees,
	within,
} from '../paint/rules.ts'

/** The house from the street, its roof with the finished system. */
export function house(random: Random): string {
	const { defs, body, light } = sky(random)
	const wall = pick(random, ['#d8cdb8', '#b9c3c4', '#c9b29b', '#e2ddd2', '#8f9f9a'])
	const slope: Quad = [
		[430, 330],
		[1230, 330],
		[1370, 610],
		[290, 610],
	]
	return photo({
		defs: `${defs}${gradient('lawn', [
			[0, '#7f9a52'],
			[1, '#4f6b33'],
		])}${gradient(
			'glass',
			[
				[0, '#34507f'],
				[1, '#101c33'],
			],
			'x2="0.5" y2="1"',
		)}${gradient(
			'pane',
			[
				[0, '#8fb0c9'],
				[0.5, '#3d5266'],
				[1, '#22303c'],
			],
			'x2="0.7" y2="1"',
		)}`,
		body: [
			body,
			trees(random, 640, 130),
			'<rect x="-50" y="650" width="1700" height="260" fill="#52703b" filter="url(#far)"/>',
			'<rect y="850" width="1600" height="350" fill="url(#lawn)"/>',
			polygon(
				[
					[880, 905],
					[1180, 905],
					[1560, 1200],
					[760, 1200],
				],
				'fill="#a8a5a0"',
			),
			'<ellipse cx="830" cy="915" rx="640" ry="34" fill="#000" opacity="0.45" filter="url(#soft)"/>',
			`<rect x="340" y="600" width="980" height="310" fill="${wall}"/>`,
			siding(),
			polygon(slope, 'fill="#4a4b4f"'),
			courses(slope),
			array(slope, 5 + Math.floor(random() * 4)),
			'<rect x="276" y="604" width="1108" height="20" fill="#f1efea"/><rect x="340" y="624" width="980" height="26" fill="#000" opacity="0.3" filter="url(#edge)"/>',
			window(410, 690),
			window(620, 690),
			door(),
			garage(),
			bushes(random),
		].join(''),
		light,
	})
}

function siding(): string {
	const rows = Array.from({ length: 15 }, (_, row) => 625 + row * 19)
	return rows.map((y) => line([340, y], [1320, y], 'stroke="#000" stroke-opacity="0.16" stroke-width="2"')).join('')
}

function courses(slope: Quad): string {
	const rows = Array.from({ length: 15 }, (_, row) => row / 15)
	return rows
		.map((v) => line(within(slope, 0, v), within(slope, 1, v), 'stroke="#000" stroke-opacity="0.3" stroke-width="2"'))
		.join('')
}

function array(slope: Quad, columns: number): string {
	const width = columns * 0.088
	const field = part(slope, [0.5 - width / 2, 0.5 + width / 2], [0.14, 0.84])
	const modules = [0, 1].flatMap((row) =>
		Array.from({ length: columns }, (_, column) => {
			const quad = part(
				field,
				[(column + 0.03) / columns, (column + 0.97) / columns],
				[(row + 0.03) / 2, (row + 0.97) / 2],
			)
			const middle = line(
				within(quad, 0.5, 0),
				within(quad, 0.5, 1),
				'stroke="#9db2d6" stroke-opacity="0.35" stroke-width="1"',
			)
			return polygon(quad, 'fill="url(#glass)" stroke="#0b0e14" stroke-width="2"') + middle
		}),
	)
	return polygon(field, 'fill="#000" opacity="0.5" transform="translate(3 8)" filter="url(#edge)"') + modules.join('')
}

function window(x: number, y: number): string {
	return `<rect x="${x - 10}" y="${y - 10}" width="160" height="150" fill="#f4f2ee"/><rect x="${x}" y="${y}" width="140" height="130" fill="url(#pane)"/><path d="M${x + 70} ${y}v130M${x} ${y + 62}h140" stroke="#f4f2ee" stroke-width="7"/>`
}

function door(): string {
	return '<rect x="798" y="668" width="104" height="240" fill="#f4f2ee"/><rect x="808" y="678" width="84" height="230" fill="#6d2f22"/><rect x="822" y="696" width="56" height="70" fill="url(#pane)"/><circle cx="878" cy="802" r="6" fill="#d7b46a"/>'
}

function garage(): string {
	const rows = [0, 1, 2, 3].map(
		(row) =>
			`<rect x="974" y="${702 + row * 51}" width="292" height="44" fill="none" stroke="#000" stroke-opacity="0.18" stroke-width="3"/>`,
	)
	return `<rect x="960" y="688" width="320" height="220" fill="#efece6"/>${rows.join('')}`
}

function bushes(random: Random): string {
	const shades = ['#3d5a2f', '#4d6d39', '#5f8046'] as const
	return Array.from({ length: 40 }, () => {
		const x = 350 + random() * 430
		return `<circle cx="${x.toFixed(0)}" cy="${(890 + random() * 40).toFixed(0)}" r="${(18 + random() * 24).toFixed(0)}" fill="${pick(random, shades)}" filter="url(#edge)"/>`
	}).join('')
}
