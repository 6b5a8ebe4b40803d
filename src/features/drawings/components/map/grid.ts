import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl'
import { gridOf } from '../../mapping/rules.ts'
import { type Corner, extentOf, flat } from '../../measuring/rules.ts'
import { type AreaUnit, roundLength } from '../../rules.ts'
import { colorsOf } from './colors.ts'

export interface GridEvents {
	/** How many metres a large square of the grid has. */
	square(metres: number): void
}

/** Squares of a whole length below the drawing, where the company has no tiles. */
export function layGrid(map: MapLibre, first: AreaUnit, events: GridEvents) {
	let unit = first
	let origin: Corner | null = null
	function lay() {
		const bounds = map.getBounds()
		const [west, south, east, north] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
		const { lng, lat } = map.getCenter()
		// Begins anew far away, where the plane of the old one no longer touches the globe.
		if (!origin || extentOf([origin, [lng, lat]]) > 5_000) origin = [lng, lat]
		const across = flat([west, lat])([east, lat])[0]
		const square = roundLength(across / 4, unit)
		const grid = map.getSource<GeoJSONSource>('grid')
		const tooFar = across > 20_000 || across <= 0
		grid?.setData(
			tooFar ? { type: 'FeatureCollection', features: [] } : gridOf(origin, [west, south, east, north], square),
		)
		events.square(tooFar ? 0 : square)
	}
	// Laid once more when the map has come to rest: lines that are laid while others are on their way can get lost.
	let resting = false
	const moved = () => {
		resting = false
		lay()
	}
	map.on('moveend', moved)
	map.on('resize', moved)
	map.on('idle', () => {
		if (!resting) lay()
		resting = true
	})
	lay()
	const dark = matchMedia('(prefers-color-scheme: dark)')
	const recolor = () => {
		const { ground, line, strong } = colorsOf(map.getContainer())
		map.setPaintProperty('ground', 'background-color', ground)
		map.setPaintProperty('small', 'line-color', line)
		map.setPaintProperty('large', 'line-color', strong)
	}
	dark.addEventListener('change', recolor)
	return {
		unit(chosen: AreaUnit) {
			unit = chosen
			lay()
		},
		stop: () => dark.removeEventListener('change', recolor),
	}
}
