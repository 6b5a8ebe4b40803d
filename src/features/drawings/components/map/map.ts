/** The map with its drawing tools. Large: loaded when a page has shown that it can be drawn on. */
import { AttributionControl, LngLatBounds, Map as MapLibre, ScaleControl, setWorkerUrl } from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import { type MapSource, styleOf } from '../../mapping/rules.ts'
import { extentOf } from '../../measuring/rules.ts'
import type { AreaUnit, Plane } from '../../rules.ts'
import { colorsOf } from './colors.ts'
import { type GridEvents, layGrid } from './grid.ts'
import { layPlanes, type PlaneEvents } from './planes.ts'
import { openTools, type ToolEvents } from './tools.ts'

export interface MapEvents extends GridEvents, PlaneEvents, ToolEvents {}

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
