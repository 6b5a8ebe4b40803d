import { expect, test } from 'vitest'
import { drawings, workspaceSettings } from '../schema.ts'
import { draw, drawingAddress, drawingFor } from './rules.ts'

const subjects = drawings.filter((one) => one !== 'none')
const company = (workspaceId: string, settings: object = {}) => ({
	workspaceId,
	settings: workspaceSettings.parse(settings),
})
const companies = Array.from({ length: 200 }, (_, i) => `wsp_${i.toString(36).padStart(8, '0')}`)

test.each(subjects)('BRD-1: %s is drawn alike each time, and for no two companies alike', (subject) => {
	const drawn = companies.map((id) => draw(subject, id))
	expect(draw(subject, companies[0] ?? '')).toBe(drawn[0])
	expect(new Set(drawn).size).toBe(companies.length)
})

test.each(subjects)('BRD-1: %s stays within its frame', (subject) => {
	for (const id of companies) {
		const svg = draw(subject, id)
		expect(svg).not.toMatch(/NaN|undefined|Infinity/)
		for (const [, x, y] of svg.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)) {
			expect(Number(x)).toBeGreaterThanOrEqual(0)
			expect(Number(x)).toBeLessThanOrEqual(480)
			expect(Number(y)).toBeGreaterThanOrEqual(0)
			expect(Number(y)).toBeLessThanOrEqual(160)
		}
	}
})

test('BRD-1: a company that chose none has one of its own, which stays; every subject comes to somebody', () => {
	const chosen = companies.map((id) => drawingFor(company(id)))
	expect(companies.map((id) => drawingFor(company(id)))).toEqual(chosen)
	expect(new Set(chosen)).toEqual(new Set(subjects))
})

test('BRD-1: what a company chose it has; none is none', () => {
	expect(drawingAddress(company('wsp_a', { drawing: 'trees' }))).toBe('/brand/drawing-trees')
	expect(drawingAddress(company('wsp_a', { drawing: 'none' }))).toBeUndefined()
})
