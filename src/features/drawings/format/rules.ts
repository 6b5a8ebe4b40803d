import type { Locale } from '#i18n'
import { formatNumber } from '#platform/i18n/format.ts'
import { type AreaUnit, inUnit, lengthInUnit } from '../rules.ts'

/** "42.5 m²", "457 ft²" */
export function formatArea(squareMetres: number, unit: AreaUnit, locale: Locale): string {
	return `${formatNumber(inUnit(squareMetres, unit), locale)} ${unit === 'ft2' ? 'ft²' : 'm²'}`
}

/** "12.3 m", "40 ft" */
export function formatLength(metres: number, unit: AreaUnit, locale: Locale): string {
	return `${formatNumber(lengthInUnit(metres, unit), locale)} ${unit === 'ft2' ? 'ft' : 'm'}`
}

/** "225°" */
export function formatDegrees(degrees: number, locale: Locale): string {
	return `${formatNumber(Math.round(degrees) % 360, locale)}°`
}
