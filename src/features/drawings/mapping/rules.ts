/** What the map shows below the drawing: the company's tiles, or a grid of metres where it has none. */
import type { StyleSpecification } from 'maplibre-gl'
import { type Corner, flat, onGlobe } from '../measuring/rules.ts'

export interface MapSource {
	/** Of tiles, with `{z}`, `{x}` and `{y}`, or of a style. */
	url: string
	attribution: string
	maxZoom: number
}
export interface MapColors {
	ground: string
	line: string
	strong: string
}

export function isTemplate(url: string): boolean {
	return ['{z}', '{x}', '{y}'].every((part) => url.includes(part))
}

export function styleOf(source: MapSource | null, { ground, line, strong }: MapColors): StyleSpecification | string {
	if (source && !isTemplate(source.url)) return source.url
	const background = { id: 'ground', type: 'background' as const, paint: { 'background-color': ground } }
	if (!source) {
		const data = { type: 'FeatureCollection' as const, features: [] }
		const lines = (id: string, color: string, large: boolean) => ({
			id,
			type: 'line' as const,
			source: 'grid',
			filter: ['==', ['get', 'large'], large] as ['==', ['get', string], boolean],
			paint: { 'line-color': color, 'line-width': 1 },
		})
		return {
			version: 8,
			sources: { grid: { type: 'geojson', data } },
			layers: [background, lines('small', line, false), lines('large', strong, true)],
		}
	}
	const { url, attribution, maxZoom } = source
	return {
		version: 8,
		sources: {
			tiles: { type: 'raster', tiles: [url], tileSize: 256, maxzoom: maxZoom, attribution: escaped(attribution) },
		},
		layers: [background, { id: 'tiles', type: 'raster', source: 'tiles' }],
	}
}

/** The map library puts an attribution into the page as markup. */
function escaped(text: string): string {
	return text.replace(/[<>&"']/g, (mark) => `&#${mark.charCodeAt(0)};`)
}

type Bounds = readonly [west: number, south: number, east: number, north: number]

/** Lines at whole distances from a place, which stay where they are when the map is moved. */
export function gridOf(origin: Corner, [west, south, east, north]: Bounds, square: number) {
	const [toMetres, toGlobe] = [flat(origin), onGlobe(origin)]
	const [[left, bottom], [right, top]] = [toMetres([west, south]), toMetres([east, north])]
	const step = square / 5
	const numbers = (from: number, to: number) => {
		const first = Math.floor(from / step)
		const count = Math.min(400, Math.ceil(to / step) - first + 1)
		return Array.from({ length: Math.max(0, count) }, (_, i) => first + i)
	}
	const line = (n: number, from: [number, number], to: [number, number]) => ({
		type: 'Feature' as const,
		properties: { large: n % 5 === 0 },
		geometry: { type: 'LineString' as const, coordinates: [from, to].map((point) => [...toGlobe(point)]) },
	})
	return {
		type: 'FeatureCollection' as const,
		features: [
			...numbers(left, right).map((n) => line(n, [n * step, bottom], [n * step, top])),
			...numbers(bottom, top).map((n) => line(n, [left, n * step], [right, n * step])),
		],
	}
}
