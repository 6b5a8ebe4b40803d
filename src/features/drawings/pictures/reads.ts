import type { Locale } from '#i18n'
import { formatArea, formatLength } from '../format/rules.ts'
import type { AreaUnit, Plane } from '../rules.ts'
import { shapesOf, svgOf } from './rules.ts'

/** A drawing as a PNG of 1280 pixels across. What draws it is loaded when the first one is asked for. */
export async function pngOf(
	planes: readonly Plane[],
	{ unit, locale }: { unit: AreaUnit; locale: Locale },
): Promise<Buffer> {
	const shapes = shapesOf(planes, unit)
	const words = {
		scale: formatLength(shapes.scale.metres, unit, locale),
		areas: shapes.planes.map(({ area }) => formatArea(area, unit, locale)),
	}
	const { default: sharp } = await import('sharp')
	return sharp(Buffer.from(svgOf(shapes, words)), { density: 144 })
		.png()
		.toBuffer()
}
