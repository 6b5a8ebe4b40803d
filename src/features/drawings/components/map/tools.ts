import type { Map as MapLibre } from 'maplibre-gl'
import { TerraDraw } from 'terra-draw'
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter'
import type { Corner } from '../../measuring/rules.ts'
import { type Plane, problemOf } from '../../rules.ts'
import type { PageColors } from './colors.ts'
import { modesOf } from './modes.ts'

type FeatureId = string | number

export interface ToolEvents {
	/** A plane was drawn (`index` is one more than the last), or changed. */
	drawn(index: number, corners: Corner[]): void
	/** The same while it is being done. */
	moving(index: number, corners: Corner[]): void
	removed(index: number): void
	selected(index: number | null): void
	mode(mode: 'draw' | 'edit'): void
}

/** Finer than a tenth of a millimetre, and what the drawing tools keep. */
const decimals = 9
const rounded = (value: number) => Number(value.toFixed(decimals))

export function openTools(map: MapLibre, colors: PageColors, events: ToolEvents) {
	const draw = new TerraDraw({
		adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: decimals }),
		modes: modesOf(colors),
	})
	draw.start()
	draw.setMode('select')

	/** Which feature is which plane; null for one that cannot be shown. */
	let ids: (FeatureId | null)[] = []
	let showing = false

	function cornersOf(id: FeatureId): Corner[] | null {
		const geometry = draw.getSnapshotFeature(id)?.geometry
		if (geometry?.type !== 'Polygon') return null
		return (geometry.coordinates[0] ?? []).slice(0, -1).map(([lng = 0, lat = 0]): Corner => [lng, lat])
	}

	draw.on('finish', (id) => {
		const corners = cornersOf(id)
		if (showing || !corners) return
		const index = ids.indexOf(id)
		if (index < 0) ids.push(id)
		events.drawn(index < 0 ? ids.length - 1 : index, corners)
	})
	draw.on('change', (changed, type) => {
		if (showing) return
		for (const id of changed) {
			const index = ids.indexOf(id)
			if (type === 'delete' && index >= 0) {
				ids.splice(index, 1)
				events.removed(index)
			}
			const corners = type === 'update' || type === 'create' ? cornersOf(id) : null
			if (corners) events.moving(index < 0 ? ids.length : index, corners)
		}
	})
	draw.on('select', (id) => {
		if (!showing) events.selected(ids.indexOf(id))
	})
	draw.on('deselect', () => {
		if (!showing) events.selected(null)
	})

	/** Without telling anybody: it is what they told us. */
	function quietly(work: () => void) {
		showing = true
		try {
			work()
		} finally {
			showing = false
		}
	}

	return {
		show(planes: readonly Plane[], selected: number | null) {
			quietly(() => {
				draw.setMode('select')
				draw.clear()
				ids = planes.map(({ corners }) => (problemOf(corners) === null ? draw.getFeatureId() : null))
				draw.addFeatures(
					planes.flatMap(({ corners }, i) => {
						const id = ids[i]
						if (id === null || id === undefined) return []
						const ring = [...corners, corners[0] ?? [0, 0]].map(([lng, lat]) => [rounded(lng), rounded(lat)])
						return {
							id,
							type: 'Feature' as const,
							properties: { mode: 'polygon' },
							geometry: { type: 'Polygon' as const, coordinates: [ring] },
						}
					}),
				)
				const chosen = selected === null ? null : ids[selected]
				if (chosen !== null && chosen !== undefined && draw.hasFeature(chosen)) draw.selectFeature(chosen)
			})
			events.mode('edit')
		},
		draw() {
			quietly(() => draw.setMode('polygon'))
			events.mode('draw')
		},
		edit() {
			quietly(() => draw.setMode('select'))
			events.mode('edit')
		},
		stop: () => draw.stop(),
	}
}
