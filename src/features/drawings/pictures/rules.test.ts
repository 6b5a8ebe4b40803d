import { expect, test } from 'vitest'
import { makePlane } from '#support/drawing.ts'
import { gridOf, styleOf } from '../mapping/rules.ts'
import { roundLength } from '../rules.ts'
import { pngOf } from './reads.ts'
import { shapesOf, svgOf } from './rules.ts'

const planes = [makePlane('South <b>'), makePlane('North & more', [0, 9])]

test('PRJ-3: the picture has north above, every plane within, and a length to compare with', () => {
	const { width, height, planes: drawn, scale } = shapesOf(planes, 'm2')
	const [south, north] = drawn
	expect(south?.label[1]).toBeGreaterThan(north?.label[1] ?? 0)
	for (const [x, y] of drawn.flatMap(({ corners }) => corners)) {
		expect(x > 0 && x < width && y > 0 && y < height).toBe(true)
	}
	expect(scale.metres).toBe(5)
	const across = Math.abs((south?.corners[1]?.[0] ?? 0) - (south?.corners[0]?.[0] ?? 0))
	expect(across / scale.length).toBeCloseTo(12 / 5, 1)
	expect(roundLength(7, 'ft2') * 3.28084).toBeCloseTo(20, 3)
})

test('PRJ-3: names cannot break out of the picture, which is a PNG in the end', async () => {
	const svg = svgOf(shapesOf(planes, 'm2'), { scale: '5 m', areas: ['1 m²', '2 m²'] })
	expect(svg).not.toContain('<b>')
	expect(svg).toContain('South &#60;b&#62;')
	const png = await pngOf(planes, { unit: 'ft2', locale: 'es' })
	expect(png.subarray(1, 4).toString()).toBe('PNG')
	expect(png.length).toBeGreaterThan(2000)
})

test('PRJ-3: without tiles the map is a grid of whole distances; what a company writes below its tiles is no markup', () => {
	const colors = { ground: '#ffffff', line: '#eeeeee', strong: '#cccccc' }
	expect(JSON.stringify(styleOf(null, colors))).not.toContain('http')
	const url = 'https://tiles.example.com/{z}/{x}/{y}.png'
	const style = styleOf({ url, attribution: '<img onerror=alert(1)>', maxZoom: 19 }, colors)
	expect(JSON.stringify(style)).not.toContain('<img')
	expect(styleOf({ url: 'https://tiles.example.com/style.json', attribution: '', maxZoom: 19 }, colors)).toBe(
		'https://tiles.example.com/style.json',
	)
	const { features } = gridOf([-105, 39.7], [-105.0002, 39.6999, -104.9998, 39.7001], 10)
	expect(features.filter(({ properties }) => properties.large).length).toBeGreaterThan(3)
	expect(features.length).toBeLessThan(60)
})
