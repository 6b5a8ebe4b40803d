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

/** A roof seen from its eave, `panels` of its places filled: none before the work, all of them after. */
export function roof(random: Random, fill: 'bare' | 'rails' | 'panels'): string {
	const { defs, body, light } = sky(random)
	const lean = random() * 120 - 60
	const plane: Quad = [
		[360 + lean, 330],
		[1330 + lean, 300],
		[1720, 1260],
		[-120, 1260],
	]
	const field = part(plane, [0.12, 0.9], [0.14, 0.86])
	const tone = pick(random, ['#5b5a5c', '#6b5a4e', '#4d5257'])
	const content = { bare: '', rails: rails(field), panels: rails(field) + panels(field, random) }[fill]
	return photo({
		defs: `${defs}${gradient(
			'glass',
			[
				[0, '#2c4270'],
				[0.45, '#15233f'],
				[1, '#0c1526'],
			],
			'x2="0.6" y2="1"',
		)}${gradient(
			'glare',
			[
				[0, 'rgba(255,255,255,0.34)'],
				[0.5, 'rgba(255,255,255,0.04)'],
				[1, 'rgba(255,255,255,0)'],
			],
			'x2="1" y2="1"',
		)}`,
		body: `${body}${trees(random, 350, 95)}${yard}${shingles(plane, tone, random)}${ridge(plane)}${content}`,
		light,
	})
}

const yard = '<rect x="-50" y="345" width="1700" height="900" fill="#54703e" filter="url(#far)"/>'

function shingles(plane: Quad, tone: string, random: Random): string {
	const courses = Array.from({ length: 34 }, (_, row) => {
		const from = (row / 34) ** 1.25
		const to = ((row + 1) / 34) ** 1.25
		const tabs = Array.from({ length: 30 }, (_, tab) => {
			const shade = random()
			const start = (tab + (row % 2) / 2) / 30
			const quad = part(plane, [Math.min(1, start), Math.min(1, start + 1 / 30)], [from, to])
			return polygon(
				quad,
				`fill="${shade > 0.5 ? '#fff' : '#000'}" opacity="${(Math.abs(shade - 0.5) * 0.22).toFixed(2)}"`,
			)
		})
		const width = 1 + from * 4
		return `${tabs.join('')}${line(within(plane, 0, to), within(plane, 1, to), `stroke="#000" stroke-opacity="0.34" stroke-width="${width.toFixed(1)}"`)}`
	})
	const [, , right, left] = plane
	return `${polygon(plane, `fill="${tone}"`)}${courses.join('')}${polygon([left, right, [1720, 1300], [-120, 1300]], 'fill="#2b2b2d"')}`
}

function ridge(plane: Quad): string {
	return (
		line(plane[0], plane[1], 'stroke="#38383a" stroke-width="15"') +
		line(plane[0], plane[1], 'stroke="#77777a" stroke-width="4" transform="translate(0 -6)"')
	)
}

function rails(field: Quad): string {
	const heights = [0.07, 0.27, 0.4, 0.6, 0.73, 0.93]
	return heights
		.map((v) => {
			const [from, to] = [within(field, -0.02, v), within(field, 1.02, v)]
			const width = (5 + v * 9).toFixed(1)
			return (
				line(from, to, `stroke="#000" stroke-opacity="0.4" stroke-width="${width}" transform="translate(0 8)"`) +
				line(from, to, `stroke="#c3c7cb" stroke-width="${width}"`)
			)
		})
		.join('')
}

function panels(field: Quad, random: Random): string {
	const columns = 6 + Math.floor(random() * 3)
	const shadow = polygon(field, 'fill="#000" opacity="0.5" transform="translate(10 22)" filter="url(#soft)"')
	const all = [0, 1, 2].flatMap((row) =>
		Array.from({ length: columns }, (_, column) => {
			const u = [(column + 0.03) / columns, (column + 0.97) / columns] as const
			return panel(part(field, u, [(row + 0.02) / 3, (row + 0.98) / 3]))
		}),
	)
	return shadow + all.join('') + polygon(field, 'fill="url(#glare)"')
}

function panel(quad: Quad): string {
	const glass = part(quad, [0.025, 0.975], [0.018, 0.982])
	const cells = (count: number) => Array.from({ length: count - 1 }, (_, at) => (at + 1) / count)
	const paint = 'stroke="#8fa3c4" stroke-opacity="0.3" stroke-width="1.3"'
	return [
		polygon(quad, 'fill="#1b1d20"'),
		polygon(glass, 'fill="url(#glass)"'),
		...cells(6).map((u) => line(within(glass, u, 0), within(glass, u, 1), paint)),
		...cells(10).map((v) => line(within(glass, 0, v), within(glass, 1, v), paint)),
	].join('')
}
