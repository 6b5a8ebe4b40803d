/** The map with its drawing tools. Large: loaded when a page has shown that it can be drawn on. */
import {
	AttributionControl,
	type GeoJSONSource,
	LngLatBounds,
	Map as MapLibre,
	Marker,
	ScaleControl,
	setWorkerUrl,
} from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import { TerraDraw, TerraDrawPolygonMode, TerraDrawSelectMode } from 'terra-draw'
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter'
import { gridOf, type MapSource, styleOf } from '../mapping/rules.ts'
import { type Corner, extentOf, flat, middleOf } from '../measuring/rules.ts'
import { type AreaUnit, measure, type Plane, problemOf, roundLength } from '../rules.ts'
import { colorsOf } from './colors.ts'

type FeatureId = string | number

export interface MapEvents {
	/** A plane was drawn (`index` is one more than the last), or changed. */
	drawn(index: number, corners: Corner[]): void
	/** The same while it is being done. */
	moving(index: number, corners: Corner[]): void
	removed(index: number): void
	selected(index: number | null): void
	/** How many metres a large square of the grid has. */
	square(metres: number): void
	mode(mode: 'draw' | 'edit'): void
	/** What stands on a plane. */
	label(plane: Plane): string
}

export interface RoofMap {
	show(planes: readonly Plane[], selected: number | null): void
	draw(): void
	edit(): void
	fly(lng: number, lat: number): void
	zoom(by: number): void
	unit(unit: AreaUnit): void
	center(): { lat: number; lng: number }
	remove(): void
}

setWorkerUrl(new URL(workerUrl, import.meta.url).href)
/** Finer than a tenth of a millimetre, and what the drawing tools keep. */
const decimals = 9
const rounded = (value: number) => Number(value.toFixed(decimals))
const closest = 19
const systemOf = { m2: 'metric', ft2: 'imperial' } as const

export async function openMap(
	box: HTMLElement,
	source: MapSource | null,
	start: { planes: readonly Plane[]; place: { lat: number; lng: number } | null; unit: AreaUnit; label: string },
	events: MapEvents,
): Promise<RoofMap> {
	const colors = colorsOf(box)
	const map = new MapLibre({
		container: box,
		style: styleOf(source, colors),
		...viewOf(start.planes, start.place),
		maxZoom: 23,
		attributionControl: false,
		dragRotate: false,
		pitchWithRotate: false,
		touchPitch: false,
		doubleClickZoom: false,
		fadeDuration: 0,
	})
	map.touchZoomRotate.disableRotation()
	map.keyboard.disableRotation()
	map.getCanvas().setAttribute('aria-label', start.label)
	if (source) map.addControl(new AttributionControl({ compact: false, customAttribution: source.attribution }))
	const scale = new ScaleControl({ unit: systemOf[start.unit] })
	map.addControl(scale, 'bottom-left')
	await new Promise<void>((loaded, failed) => {
		const late = setTimeout(() => failed(new Error('the map is late')), 20_000)
		map.once('load', () => {
			clearTimeout(late)
			loaded()
		})
	})
	const grid = source ? null : layGrid(map, start.unit, events)
	const tools = openTools(map, colors, events)
	const onPlanes = layPlanes(map, colors, events)
	return {
		show(planes, selected) {
			tools.show(planes, selected)
			onPlanes.show(planes)
		},
		draw: tools.draw,
		edit: tools.edit,
		fly: (lng, lat) => map.jumpTo({ center: [lng, lat], zoom: closest }),
		zoom: (by) => map.easeTo({ zoom: map.getZoom() + by, duration: 150 }),
		unit(unit) {
			scale.setUnit(systemOf[unit])
			grid?.unit(unit)
		},
		center: () => map.getCenter(),
		remove() {
			grid?.stop()
			tools.stop()
			map.remove()
		},
	}
}

/** What is drawn, else the house, else the world. */
function viewOf(planes: readonly Plane[], place: { lat: number; lng: number } | null) {
	const corners = planes.flatMap((plane) => plane.corners)
	if (corners.length > 0 && extentOf(corners) < 20_000) {
		const bounds = new LngLatBounds()
		for (const [lng, lat] of corners) bounds.extend([lng, lat])
		return { bounds, fitBoundsOptions: { padding: 48, maxZoom: 21 } }
	}
	return place
		? { center: [place.lng, place.lat] as [number, number], zoom: closest }
		: { center: [0, 25] as [number, number], zoom: 1 }
}

function layGrid(map: MapLibre, first: AreaUnit, events: MapEvents) {
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

/** Above the planes: their eaves, and what they are called. */
function layPlanes(map: MapLibre, { brand }: { brand: `#${string}` }, events: MapEvents) {
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

function openTools(map: MapLibre, { brand, paper }: { brand: `#${string}`; paper: `#${string}` }, events: MapEvents) {
	const points = { color: paper, width: 7, outline: brand, outlineWidth: 3 }
	const draw = new TerraDraw({
		adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: decimals }),
		modes: [
			new TerraDrawPolygonMode({
				pointerDistance: 24,
				snapping: { toCoordinate: true },
				styles: {
					fillColor: brand,
					fillOpacity: 0.22,
					outlineColor: brand,
					outlineWidth: 3,
					closingPointColor: points.color,
					closingPointWidth: points.width,
					closingPointOutlineColor: points.outline,
					closingPointOutlineWidth: points.outlineWidth,
				},
			}),
			new TerraDrawSelectMode({
				pointerDistance: 24,
				flags: {
					polygon: {
						feature: {
							draggable: true,
							coordinates: { draggable: true, midpoints: { draggable: true }, deletable: true },
						},
					},
				},
				styles: {
					selectedPolygonColor: brand,
					selectedPolygonFillOpacity: 0.32,
					selectedPolygonOutlineColor: brand,
					selectedPolygonOutlineWidth: 3,
					selectionPointColor: points.color,
					selectionPointWidth: points.width,
					selectionPointOutlineColor: points.outline,
					selectionPointOutlineWidth: points.outlineWidth,
					midPointColor: brand,
					midPointWidth: 4,
					midPointOutlineColor: points.color,
					midPointOutlineWidth: 2,
				},
			}),
		],
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
