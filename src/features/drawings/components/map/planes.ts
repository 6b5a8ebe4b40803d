import { type GeoJSONSource, type Map as MapLibre, Marker } from 'maplibre-gl'
import { middleOf } from '../../measuring/rules.ts'
import { measure, type Plane, problemOf } from '../../rules.ts'
import type { PageColors } from './colors.ts'

export interface PlaneEvents {
	/** What stands on a plane. */
	label(plane: Plane): string
}

/** Above the planes: their eaves, and what they are called. */
export function layPlanes(map: MapLibre, { brand }: PageColors, events: PlaneEvents) {
	map.addSource('eaves', { type: 'geojson', data: { type: 'FeatureCollection', features: [] } })
	map.addLayer({
		id: 'eaves',
		type: 'line',
		source: 'eaves',
		layout: { 'line-cap': 'round' },
		paint: { 'line-color': brand, 'line-width': 6 },
	})
	let labels: Marker[] = []
	return {
		show(planes: readonly Plane[]) {
			for (const label of labels) label.remove()
			const known = planes.filter(({ corners }) => problemOf(corners) === null)
			labels = known.map((plane) => {
				const element = document.createElement('span')
				element.className = 'roof-label'
				element.textContent = events.label(plane)
				element.setAttribute('aria-hidden', 'true')
				const [lng, lat] = middleOf(plane.corners)
				return new Marker({ element }).setLngLat([lng, lat]).addTo(map)
			})
			map.getSource<GeoJSONSource>('eaves')?.setData({
				type: 'FeatureCollection',
				features: known.map(({ corners, ...plane }) => {
					const { eave } = measure({ corners, ...plane })
					const edge = [corners[eave] ?? [0, 0], corners[(eave + 1) % corners.length] ?? [0, 0]]
					return {
						type: 'Feature',
						properties: {},
						geometry: { type: 'LineString', coordinates: edge.map(([lng, lat]) => [lng, lat]) },
					}
				}),
			})
		},
	}
}
