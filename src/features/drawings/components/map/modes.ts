import { TerraDrawPolygonMode, TerraDrawSelectMode } from 'terra-draw'
import type { PageColors } from './colors.ts'

/** Drawing a plane and changing one, in the colors of the page. */
export function modesOf({ brand, paper }: PageColors) {
	const points = { color: paper, width: 7, outline: brand, outlineWidth: 3 }
	return [
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
	]
}
